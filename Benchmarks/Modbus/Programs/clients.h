/* SPDX-License-Identifier: Apache-2.0 */

/* Clients of Modbus TCP servers on 127.0.0.1, with one outstanding request each.
 *
 * Requests read 10, 50 and 125 registers in turn. Of each answer the length, the transaction id, the unit and the byte
 * count are compared with what must be, and all its registers with each other: an image holds one value only, so that
 * two values in one answer mean an answer from two images. */

#ifndef CLIENTS_H
#define CLIENTS_H

#include "wire.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    SECOND = 1000000000,
    /* Latencies from here on, in µs, count as this. */
    LONGEST_LATENCY = 262143,
};

struct client {
    int descriptor;
    uint16_t transaction;
    uint8_t request;
    bool waits;
    uint16_t filled;
    uint64_t sent_at;
    /* A byte more, so that an answer that is too long shows. */
    uint8_t answer[LONGEST_FRAME + 1];
};

/* The clients of one server and what they have seen so far. */
struct clients {
    int epoll;
    unsigned count;
    struct client *all;
    uint64_t answered;
    uint64_t wrong;
    uint64_t torn;
    /* How often a value followed another. */
    uint64_t changes;
    unsigned last_value;
    uint32_t latencies[LONGEST_LATENCY + 1];
};

/* Nanoseconds of a clock that doesn't leap. */
uint64_t now(void);
/* Says what went wrong, with errno, and ends the program. */
_Noreturn void fail(const char *what);
/* Takes what memory the clients need. */
void *allocate(size_t count, size_t size);

/* The server has so many registers. */
void build_requests(unsigned words);
/* As many connections as the hard limit of open files allows, not the soft one. */
void raise_file_limit(void);
struct clients *connect_clients(uint16_t port, unsigned count);
void send_request(struct client *client, uint64_t time);
/* Waits for `timeout` nanoseconds at most and takes what has come; sends the next requests at once if `hurried`. */
void take_answers(struct clients *clients, uint64_t timeout, bool hurried);
/* The latency in µs that `share` of the answers stayed below. */
unsigned percentile(const struct clients *clients, double share);
/* Forgets the latencies. */
void forget_latencies(struct clients *clients);

#endif

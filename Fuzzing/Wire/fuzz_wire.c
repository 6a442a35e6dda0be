/* SPDX-License-Identifier: Apache-2.0 */

/* Fuzzes a Modbus TCP server over the wire and checks every answer: fuzz_wire PORT fresh|waiting REQUESTS SEED
 *
 * Several connections at a time send bursts of requests, glued together and cut anywhere, and then read what they must be
 * answered. Ends with 1 and says what happened at the first answer that is not as it must be. */

#define _GNU_SOURCE
#include "burst.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 16, PATIENCE = 20000 };

struct connection {
    int descriptor;
    struct burst burst;
    unsigned sent;
};

static struct {
    unsigned long long requests, answers, exceptions, silences, bad_headers, cut_short, abandoned, connects;
} count;

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "fuzz_wire: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1, descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) fail("socket");
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    count.connects++;
    return descriptor;
}

/* Sends one piece; false once all is sent. */
static bool send_piece(struct connection *connection)
{
    struct burst *burst = &connection->burst;
    unsigned rest = burst->count - connection->sent;
    if (!rest) return false;
    unsigned size = draw(4) ? 1 + draw(rest) : 1 + draw(rest < 16 ? rest : 16);
    ssize_t sent = send(connection->descriptor, burst->bytes + connection->sent, size, MSG_NOSIGNAL);
    /* Behind a bad header the server may be gone already. */
    if (sent < 0 && burst->ending == BAD_HEADER) sent = rest;
    if (sent < 0) fail("send");
    connection->sent += (unsigned)sent;
    return true;
}

/* Receives so many bytes; fewer at the end of the stream. */
static unsigned receive(int descriptor, uint8_t *bytes, unsigned wanted)
{
    unsigned received = 0;
    while (received < wanted) {
        struct pollfd readable = {.fd = descriptor, .events = POLLIN};
        if (poll(&readable, 1, PATIENCE) == 0) break;
        ssize_t part = recv(descriptor, bytes + received, wanted - received, 0);
        if (part <= 0) break;
        received += (unsigned)part;
    }
    return received;
}

static void print_bytes(const char *what, const uint8_t *bytes, unsigned size)
{
    fprintf(stderr, "  %s", what);
    for (unsigned index = 0; index < size; index++) fprintf(stderr, " %02x", bytes[index]);
    fprintf(stderr, "\n");
}

_Noreturn static void report(const char *what, const struct asked *asked, const uint8_t *got, unsigned size)
{
    fprintf(stderr, "%s\n", what);
    if (asked) {
        print_bytes("asked   ", asked->frame, asked->frame_count);
        print_bytes("expected", asked->expectation.answer.bytes, asked->expectation.answer.count);
    }
    print_bytes("got     ", got, size);
    exit(1);
}

/* False if the connection ended first, which `may_end` allows. */
static bool check_answer(int descriptor, const struct asked *asked, bool may_end)
{
    const struct expectation *expectation = &asked->expectation;
    if (expectation->silent) {
        count.silences++;
        return true;
    }
    const struct data_unit *answer = &expectation->answer;
    uint8_t got[LONGEST_FRAME], head[HEADER];
    memcpy(head, asked->frame, HEADER);
    put_word(head + 4, answer->count + 1);
    unsigned size = receive(descriptor, got, HEADER + answer->count);
    for (unsigned index = 0; index < size; index++) {
        bool is_right = index < HEADER ? got[index] == head[index]
                                       : expectation->unknown[index - HEADER] || got[index] == answer->bytes[index - HEADER];
        if (!is_right) report("another answer", asked, got, size);
    }
    if (size < HEADER + answer->count) {
        if (!may_end) report("no answer, or not all of it", asked, got, size);
        return false;
    }
    count.answers++;
    count.exceptions += answer->bytes[0] >> 7;
    return true;
}

/* Nothing more must come, and the server must have closed the connection. */
static void check_end(struct connection *connection)
{
    uint8_t byte = 0;
    struct pollfd readable = {.fd = connection->descriptor, .events = POLLIN};
    if (poll(&readable, 1, PATIENCE) == 0) report("a connection stays open behind a bad header", NULL, &byte, 0);
    if (recv(connection->descriptor, &byte, 1, 0) > 0) report("an answer to a bad header", NULL, &byte, 1);
    count.bad_headers++;
}

static void finish(struct connection *connection, uint16_t port)
{
    struct burst *burst = &connection->burst;
    count.requests += burst->asked_count + (burst->ending == BAD_HEADER);
    if (burst->ending == ABANDONED) {
        /* With a reset, or as a client that ends while answers are under way. */
        struct linger linger = {.l_onoff = (int)draw(2)};
        setsockopt(connection->descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
        count.abandoned++;
    } else {
        /* The system takes back what it hasn't sent yet when a connection is closed that has unread bytes. */
        bool may_end = burst->ending == BAD_HEADER, goes_on = true;
        for (unsigned index = 0; goes_on && index < burst->asked_count; index++)
            goes_on = check_answer(connection->descriptor, &burst->asked[index], may_end);
        count.cut_short += !goes_on;
        if (burst->ending == FENCE) return;
        check_end(connection);
    }
    close(connection->descriptor);
    connection->descriptor = connect_to(port);
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 5) return 64;
    uint16_t port = (uint16_t)atoi(arguments[1]);
    enum meter meter = strcmp(arguments[2], "fresh") ? WAITING : FRESH;
    unsigned long long wanted = strtoull(arguments[3], NULL, 10), seed = strtoull(arguments[4], NULL, 10);
    sow(seed);
    static struct connection connections[CONNECTIONS];
    for (unsigned index = 0; index < CONNECTIONS; index++) connections[index].descriptor = connect_to(port);
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    while (count.requests < wanted) {
        for (unsigned index = 0; index < CONNECTIONS; index++) {
            draw_burst(&connections[index].burst, meter);
            connections[index].sent = 0;
        }
        for (bool goes_on = true; goes_on;) {
            goes_on = false;
            for (unsigned index = 0; index < CONNECTIONS; index++) goes_on |= send_piece(&connections[index]);
        }
        for (unsigned index = 0; index < CONNECTIONS; index++) finish(&connections[index], port);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%llu requests with seed %llu to a %s meter in %ld s: %llu answers right, of which %llu exceptions; %llu silences;"
           " %llu bad headers, before %llu of which answers were lost; %llu bursts abandoned; %llu connections\n",
           count.requests, seed, meter == FRESH ? "fresh" : "waiting", (long)(end.tv_sec - begin.tv_sec), count.answers,
           count.exceptions, count.silences, count.bad_headers, count.cut_short, count.abandoned, count.connects);
    return 0;
}

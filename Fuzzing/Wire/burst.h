/* SPDX-License-Identifier: Apache-2.0 */

/* What one connection sends in one go, and what it must be answered. */

#ifndef BURST_H
#define BURST_H

#include "grammar.h"
#include "oracle.h"

/* All answers of a burst fit the server's send buffer, so that a client may send all of it before it reads. */
enum { MOST_REQUESTS = 24 };

enum ending {
    /* A request that is always answered, so that what is behind a silence shows. */
    FENCE,
    BAD_HEADER,
    /* The client goes in the middle of a frame and reads nothing. */
    ABANDONED,
};

struct asked {
    unsigned frame_count;
    uint8_t frame[LONGEST_FRAME];
    struct expectation expectation;
};

struct burst {
    enum ending ending;
    unsigned asked_count;
    struct asked asked[MOST_REQUESTS];
    unsigned count;
    uint8_t bytes[(MOST_REQUESTS + 1) * LONGEST_FRAME];
};

void draw_burst(struct burst *burst, enum meter meter);

#endif

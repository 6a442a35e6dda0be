/* SPDX-License-Identifier: Apache-2.0 */

/* What must be answered: the judgement of requests once more, sharing nothing with the server's.
 *
 * Unit 1 is fuzzed.map, unit 2 is fuzzed-silent.map; there is no other. */

#ifndef ORACLE_H
#define ORACLE_H

#include "wire.h"

#include <stdbool.h>

enum meter {
    /* Telegrams come. */
    FRESH,
    /* None has ever come. */
    WAITING,
};

struct expectation {
    /* Nothing is answered. */
    bool silent;
    struct data_unit answer;
    /* Bytes of the answer that nobody can know: what the meter says. */
    bool unknown[LONGEST_DATA_UNIT];
};

void expect_answer(enum meter meter, uint8_t unit, const struct data_unit *request, struct expectation *expectation);

#endif

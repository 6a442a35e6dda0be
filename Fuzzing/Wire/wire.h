/* SPDX-License-Identifier: Apache-2.0 */

/* What the fuzzer knows of Modbus TCP: MODBUS Messaging on TCP/IP V1.0b, clause 3.1.3, and MODBUS Application Protocol
 * V1.1b3, clauses 4.1 and 6. */

#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

enum {
    /* Transaction id, protocol id, length, unit id. */
    HEADER = 7,
    /* Bytes that the header's length doesn't count. */
    UNCOUNTED = 6,
    LONGEST_DATA_UNIT = 253,
    LONGEST_FRAME = HEADER + LONGEST_DATA_UNIT,
    MOST_BITS = 2000,
    MOST_REGISTERS = 125,
};

/* A request or an answer without header. */
struct data_unit {
    unsigned count;
    uint8_t bytes[LONGEST_DATA_UNIT];
};

static inline unsigned word_at(const uint8_t *bytes) { return (unsigned)bytes[0] << 8 | bytes[1]; }

static inline void put_word(uint8_t *bytes, unsigned word)
{
    bytes[0] = (uint8_t)(word >> 8);
    bytes[1] = (uint8_t)word;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */

/* What the programs of this benchmark know of Modbus TCP: MODBUS Messaging on TCP/IP V1.0b, clause 3.1.3, and MODBUS
 * Application Protocol V1.1b3, clauses 6.3 and 7. */

#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

enum {
    UNIT = 1,
    /* Transaction id, protocol id, length, unit id. */
    HEADER = 7,
    /* Bytes that the header's length doesn't count. */
    UNCOUNTED = 6,
    READ_REQUEST = HEADER + 5,
    /* Header, function, byte count. */
    READ_ANSWER_HEAD = HEADER + 2,
    LONGEST_FRAME = 260,
    MOST_REGISTERS = 125,
    READ_HOLDING_REGISTERS = 3,
    READ_INPUT_REGISTERS = 4,
    ILLEGAL_FUNCTION = 1,
    ILLEGAL_DATA_ADDRESS = 2,
    ILLEGAL_DATA_VALUE = 3,
    GATEWAY_TARGET_FAILED = 11,
};

static inline unsigned word_at(const uint8_t *bytes) { return (unsigned)bytes[0] << 8 | bytes[1]; }

static inline void put_word(uint8_t *bytes, unsigned word)
{
    bytes[0] = (uint8_t)(word >> 8);
    bytes[1] = (uint8_t)word;
}

#endif

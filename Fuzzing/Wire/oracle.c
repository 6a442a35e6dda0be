/* SPDX-License-Identifier: Apache-2.0 */

#include "oracle.h"

#include <string.h>

enum exception {
    NONE = 0,
    ILLEGAL_FUNCTION = 1,
    ILLEGAL_ADDRESS = 2,
    ILLEGAL_VALUE = 3,
    FAILURE = 4,
    TARGET_FAILED = 11,
};

enum function {
    READ_COILS = 1,
    READ_DISCRETE = 2,
    READ_HOLDING = 3,
    READ_INPUT = 4,
    WRITE_ONE = 6,
    WRITE_MANY = 16,
    REPORT = 17,
    IDENTIFY = 43,
};

static const char *const objects[] = {"Vendor", "Product", "1.0"};

static bool is_known(const struct data_unit *request)
{
    switch (request->count ? request->bytes[0] : 0) {
    case READ_COILS:
    case READ_DISCRETE:
    case READ_HOLDING:
    case READ_INPUT:
    case WRITE_ONE:
    case WRITE_MANY:
    case REPORT: return true;
    /* Of the encapsulated interfaces only 14 is known. */
    case IDENTIFY: return request->count < 2 || request->bytes[1] == 14;
    default: return false;
    }
}

/* Whether the table of a function holds all of these. */
static bool holds(uint8_t function, unsigned address, unsigned count)
{
    unsigned last = address + count - 1;
    switch (function) {
    case READ_COILS: return last <= 2047;
    case READ_INPUT: return address >= 100 && last <= 299;
    default: return last <= 199 || (address >= 65500 && last <= 65535);
    }
}

static bool is_live(uint8_t function, unsigned address)
{
    return function == READ_HOLDING && (address == 30 || address == 31 || address == 65534);
}

static unsigned constant(uint8_t function, unsigned address, unsigned count)
{
    switch (function) {
    case READ_COILS: return address == 8;
    case READ_INPUT: return address == 100 ? 0xBEEF : 0;
    default: break;
    }
    switch (address) {
    case 10: return 0x1234;
    case 50: return 7;
    case 51: return 1;
    case 60: return 1;
    /* The lone register. */
    case 61: return count == 1 ? 99 : 2;
    default: return 0;
    }
}

static bool accepts(unsigned address) { return address == 50 || address == 51; }
static bool accepts_value(unsigned address, unsigned value) { return value == (address == 50 ? 7 : 1); }

static void append(struct data_unit *answer, uint8_t byte) { answer->bytes[answer->count++] = byte; }

static void append_text(struct data_unit *answer, const char *text)
{
    while (*text) append(answer, (uint8_t)*text++);
}

static void append_bits(struct expectation *expectation, unsigned address, unsigned count)
{
    struct data_unit *answer = &expectation->answer;
    append(answer, (uint8_t)((count + 7) / 8));
    for (unsigned first = 0; first < count; first += 8) {
        uint8_t byte = 0;
        for (unsigned bit = 0; bit < 8 && first + bit < count; bit++)
            byte |= (uint8_t)(constant(READ_COILS, address + first + bit, count) << bit);
        append(answer, byte);
    }
}

static void append_registers(struct expectation *expectation, uint8_t function, unsigned address, unsigned count)
{
    struct data_unit *answer = &expectation->answer;
    append(answer, (uint8_t)(2 * count));
    for (unsigned index = 0; index < count; index++) {
        unsigned word = constant(function, address + index, count);
        bool live = is_live(function, address + index);
        expectation->unknown[answer->count] = expectation->unknown[answer->count + 1] = live;
        append(answer, (uint8_t)(word >> 8));
        append(answer, (uint8_t)word);
    }
}

static enum exception read_table(
    enum meter meter, uint8_t unit, const struct data_unit *request, struct expectation *expectation)
{
    uint8_t function = request->bytes[0];
    if (request->count != 5) return ILLEGAL_VALUE;
    unsigned address = word_at(request->bytes + 1), count = word_at(request->bytes + 3);
    if (count < 1 || count > (function == READ_COILS ? MOST_BITS : MOST_REGISTERS)) return ILLEGAL_VALUE;
    if (!holds(function, address, count)) return ILLEGAL_ADDRESS;
    for (unsigned index = 0; meter == WAITING && index < count; index++) {
        if (!is_live(function, address + index)) continue;
        expectation->silent = unit == 2;
        return FAILURE;
    }
    append(&expectation->answer, function);
    if (function == READ_COILS)
        append_bits(expectation, address, count);
    else
        append_registers(expectation, function, address, count);
    return NONE;
}

static enum exception acknowledge(const struct data_unit *request, struct expectation *expectation)
{
    const uint8_t *bytes = request->bytes;
    if (request->count < 5) return ILLEGAL_VALUE;
    unsigned address = word_at(bytes + 1);
    if (bytes[0] == WRITE_ONE) {
        if (request->count != 5) return ILLEGAL_VALUE;
        if (!accepts(address)) return ILLEGAL_ADDRESS;
        if (!accepts_value(address, word_at(bytes + 3))) return ILLEGAL_VALUE;
    } else {
        unsigned count = word_at(bytes + 3);
        if (count < 1 || count > 123 || request->count != 6 + 2 * count || bytes[5] != 2 * count) return ILLEGAL_VALUE;
        for (unsigned index = 0; index < count; index++)
            if (!accepts(address + index)) return ILLEGAL_ADDRESS;
        for (unsigned index = 0; index < count; index++)
            if (!accepts_value(address + index, word_at(bytes + 6 + 2 * index))) return ILLEGAL_VALUE;
    }
    memcpy(expectation->answer.bytes, bytes, 5);
    expectation->answer.count = 5;
    return NONE;
}

static enum exception report(const struct data_unit *request, struct data_unit *answer)
{
    if (request->count != 1) return ILLEGAL_VALUE;
    append(answer, REPORT);
    append(answer, 0);
    append_text(answer, objects[0]);
    append(answer, ' ');
    append_text(answer, objects[1]);
    append(answer, ' ');
    append_text(answer, objects[2]);
    append(answer, 0xFF);
    answer->bytes[1] = (uint8_t)(answer->count - 2);
    return NONE;
}

static enum exception identify(const struct data_unit *request, struct data_unit *answer)
{
    if (request->count != 4) return ILLEGAL_VALUE;
    uint8_t code = request->bytes[2], object = request->bytes[3];
    if (code < 1 || code > 4) return ILLEGAL_VALUE;
    if (code == 4 && object > 2) return ILLEGAL_ADDRESS;
    uint8_t first = object > 2 ? 0 : object, end = code == 4 ? object + 1 : 3;
    const uint8_t head[] = {IDENTIFY, 14, code, 0x81, 0, 0, (uint8_t)(end - first)};
    memcpy(answer->bytes, head, sizeof head);
    answer->count = sizeof head;
    for (uint8_t index = first; index < end; index++) {
        append(answer, index);
        append(answer, (uint8_t)strlen(objects[index]));
        append_text(answer, objects[index]);
    }
    return NONE;
}

static enum exception judge(
    enum meter meter, uint8_t unit, const struct data_unit *request, struct expectation *expectation)
{
    if (!is_known(request)) return ILLEGAL_FUNCTION;
    if (unit != 1 && unit != 2) return TARGET_FAILED;
    switch (request->bytes[0]) {
    case READ_DISCRETE: return ILLEGAL_FUNCTION;
    case WRITE_ONE:
    case WRITE_MANY: return acknowledge(request, expectation);
    case REPORT: return report(request, &expectation->answer);
    case IDENTIFY: return identify(request, &expectation->answer);
    default: return read_table(meter, unit, request, expectation);
    }
}

void expect_answer(enum meter meter, uint8_t unit, const struct data_unit *request, struct expectation *expectation)
{
    memset(expectation, 0, sizeof *expectation);
    enum exception exception = judge(meter, unit, request, expectation);
    if (exception == NONE) return;
    expectation->answer.count = 2;
    expectation->answer.bytes[0] = request->bytes[0] | 0x80;
    expectation->answer.bytes[1] = (uint8_t)exception;
}

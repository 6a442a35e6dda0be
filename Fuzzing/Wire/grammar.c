/* SPDX-License-Identifier: Apache-2.0 */

#include "grammar.h"

#include <string.h>

static uint64_t state;

void sow(uint64_t seed) { state = seed; }

/* SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
unsigned draw(unsigned bound)
{
    uint64_t number = state += 0x9E3779B97F4A7C15;
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9;
    number = (number ^ number >> 27) * 0x94D049BB133111EB;
    return (unsigned)((number ^ number >> 31) >> 33) % bound;
}

#define ONE_OF(values) ((values)[draw(sizeof(values) / sizeof *(values))])

static unsigned draw_address(void)
{
    /* Around everything that stands somewhere. */
    static const unsigned near[] = {0, 8, 10, 30, 50, 61, 100, 199, 200, 299, 300, 2047, 65500, 65534, 65535};
    switch (draw(4)) {
    case 0: return draw(65536);
    case 1: return draw(300);
    default: return (ONE_OF(near) + draw(3) + 65535) % 65536;
    }
}

static unsigned draw_count(void)
{
    static const unsigned near[] = {
        0, 1, 2, 3, 122, 123, 124, 125, 126, 127, 128, 255, 256, 1999, 2000, 2001, 2008, 32768, 65535};
    switch (draw(4)) {
    case 0: return draw(65536);
    case 1: return ONE_OF(near);
    default: return 1 + draw(125);
    }
}

static void begin(struct data_unit *request, unsigned function, unsigned address, unsigned last)
{
    request->count = 5;
    request->bytes[0] = (uint8_t)function;
    put_word(request->bytes + 1, address);
    put_word(request->bytes + 3, last);
}

static void append_noise(struct data_unit *request, unsigned count)
{
    while (count-- && request->count < LONGEST_DATA_UNIT) request->bytes[request->count++] = (uint8_t)draw(256);
}

static void draw_read(struct data_unit *request) { begin(request, 1 + draw(4), draw_address(), draw_count()); }

/* One that can be answered. */
static void draw_right_read(struct data_unit *request)
{
    static const struct { unsigned function, first, last, most; } spans[] = {
        {1, 0, 2047, 2000}, {3, 0, 199, 125}, {3, 65500, 65535, 125}, {4, 100, 299, 125}};
    unsigned span = draw(sizeof spans / sizeof *spans);
    unsigned address = spans[span].first + draw(spans[span].last - spans[span].first + 1);
    unsigned rest = spans[span].last - address + 1;
    begin(request, spans[span].function, address, 1 + draw(rest < spans[span].most ? rest : spans[span].most));
}

static void draw_write(struct data_unit *request)
{
    static const unsigned functions[] = {5, 6, 6, 15, 16, 16, 16, 22, 23};
    unsigned function = ONE_OF(functions), address = draw(2) ? 50 + draw(2) : draw_address();
    unsigned value = draw(3) ? (address == 50 ? 7 : 1) : draw(65536);
    switch (function) {
    case 5: return begin(request, function, address, draw(2) ? 0xFF00 : draw(65536));
    case 6: return begin(request, function, address, value);
    case 22:
        begin(request, function, address, draw(65536));
        return append_noise(request, 2);
    case 23:
        begin(request, function, address, draw_count());
        return append_noise(request, draw(240));
    default: break;
    }
    unsigned count = draw(3) ? 1 + draw(2) : draw_count();
    begin(request, function, address, count);
    request->bytes[request->count++] = (uint8_t)(draw(8) ? 2 * count : draw(256));
    for (unsigned index = 0; index < count && request->count + 2 <= LONGEST_DATA_UNIT; index++) {
        put_word(request->bytes + request->count, draw(4) ? (address + index == 50 ? 7 : 1) : draw(65536));
        request->count += 2;
    }
}

static void draw_identification(struct data_unit *request)
{
    const uint8_t bytes[] = {
        43, (uint8_t)(draw(8) ? 14 : draw(256)), (uint8_t)draw(6), (uint8_t)(draw(4) ? draw(4) : draw(256))};
    memcpy(request->bytes, bytes, sizeof bytes);
    request->count = sizeof bytes;
    if (draw(4)) return;
    request->bytes[0] = 17;
    request->count = 1;
}

static void draw_anything(struct data_unit *request)
{
    request->bytes[0] = (uint8_t)draw(256);
    request->count = 1;
    append_noise(request, draw(8) ? draw(12) : draw(LONGEST_DATA_UNIT));
}

static void change_length(struct data_unit *request)
{
    if (draw(2))
        request->count = 1 + draw(request->count);
    else
        append_noise(request, 1 + draw(draw(4) ? 4 : 250));
}

static void change_bytes(struct data_unit *request)
{
    for (unsigned times = 1 + draw(3); times--;) request->bytes[draw(request->count)] = (uint8_t)draw(256);
}

void draw_request(struct data_unit *request)
{
    request->count = 0;
    switch (draw(10)) {
    case 0: draw_anything(request); break;
    case 1: draw_identification(request); break;
    case 2:
    case 3: draw_write(request); break;
    case 4:
    case 5: draw_read(request); break;
    default: draw_right_read(request); break;
    }
    switch (draw(10)) {
    case 0: change_length(request); break;
    case 1: change_bytes(request); break;
    default: break;
    }
}

uint8_t draw_unit(void) { return draw(10) ? (uint8_t)(1 + draw(2)) : (uint8_t)draw(256); }

unsigned draw_bad_header(uint8_t *bytes)
{
    static const unsigned lengths[] = {0, 1, 255, 256, 260, 0x0600, 0xFFFF};
    unsigned count = HEADER + 1 + draw(64);
    for (unsigned index = 0; index < count; index++) bytes[index] = (uint8_t)draw(256);
    if (draw(2)) {
        put_word(bytes + 2, 1 + draw(65535));
    } else {
        put_word(bytes + 2, 0);
        put_word(bytes + 4, draw(2) ? ONE_OF(lengths) : 255 + draw(65536 - 255));
    }
    return count;
}

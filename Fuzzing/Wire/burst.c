/* SPDX-License-Identifier: Apache-2.0 */

#include "burst.h"

#include <string.h>

static unsigned transaction;

static void ask(struct burst *burst, enum meter meter, uint8_t unit, const struct data_unit *request)
{
    struct asked *asked = &burst->asked[burst->asked_count++];
    put_word(asked->frame, ++transaction & 0xFFFF);
    put_word(asked->frame + 2, 0);
    put_word(asked->frame + 4, request->count + 1);
    asked->frame[HEADER - 1] = unit;
    memcpy(asked->frame + HEADER, request->bytes, request->count);
    asked->frame_count = HEADER + request->count;
    expect_answer(meter, unit, request, &asked->expectation);
    memcpy(burst->bytes + burst->count, asked->frame, asked->frame_count);
    burst->count += asked->frame_count;
}

void draw_burst(struct burst *burst, enum meter meter)
{
    static const struct data_unit fence = {.count = 5, .bytes = {3, 0, 10, 0, 1}};
    struct data_unit request;
    burst->count = burst->asked_count = 0;
    for (unsigned wanted = 1 + draw(MOST_REQUESTS - 1); wanted--;) {
        uint8_t unit = draw_unit();
        draw_request(&request);
        ask(burst, meter, unit, &request);
    }
    burst->ending = draw(16) ? FENCE : draw(2) ? BAD_HEADER : ABANDONED;
    switch (burst->ending) {
    case FENCE: ask(burst, meter, 1, &fence); break;
    case BAD_HEADER: burst->count += draw_bad_header(burst->bytes + burst->count); break;
    case ABANDONED: burst->count -= draw(burst->asked[burst->asked_count - 1].frame_count); break;
    }
}

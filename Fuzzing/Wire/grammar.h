/* SPDX-License-Identifier: Apache-2.0 */

/* Requests by grammar: right ones, nearly right ones, and bytes. */

#ifndef GRAMMAR_H
#define GRAMMAR_H

#include "wire.h"

/* A number below `bound`, which is at least 1. */
unsigned draw(unsigned bound);
/* The same numbers come again after the same seed. */
void sow(uint64_t seed);

uint8_t draw_unit(void);
/* One byte at least. */
void draw_request(struct data_unit *request);
/* A header that cannot be one, and up to 64 bytes behind it; returns how many bytes. */
unsigned draw_bad_header(uint8_t *bytes);

#endif

// Strips: up to 16 rows or columns of a picture, of which the levels of one place lie side by side: [places, 16].
//
// A picture goes to a strip and back by whole blocks of 16 places where it can, and level by level at its edges. Lines that a strip has
// room for and a picture has not are copies of the last.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "CImageKernels.h"

// For the parts of a function that is compiled once per instruction set: compiled anew inside each.
#define CIK_INLINE static inline __attribute__((always_inline))

enum { lanes = cik_strip_lines };

typedef uint8_t bytes16 __attribute__((vector_size(lanes), aligned(1), may_alias));

// block[i][j] becomes block[j][i]. A round shuffles two half packs of cards into each other, which turns the bits of a level's number
// (i, j) round by one; after four of eight, i and j have changed places.
CIK_INLINE void transpose(bytes16 block[lanes]) {
  for (int round = 0; round < 4; ++round) {
    bytes16 shuffled[lanes];
    for (int i = 0; i < lanes / 2; ++i) {
      const bytes16 a = block[i], b = block[i + lanes / 2];
      shuffled[2 * i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      shuffled[2 * i + 1] = __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    for (int i = 0; i < lanes; ++i) block[i] = shuffled[i];
  }
}

CIK_INLINE void strip_from_rows(uint8_t *strip, const uint8_t *rows, size_t places, size_t lines) {
  const uint8_t *row[lanes];
  for (size_t i = 0; i < lanes; ++i) row[i] = rows + (i < lines ? i : lines - 1) * places;
  size_t place = 0;
  for (; place + lanes <= places; place += lanes) {
    bytes16 block[lanes];
    for (size_t i = 0; i < lanes; ++i) block[i] = *(const bytes16 *)(row[i] + place);
    transpose(block);
    for (size_t i = 0; i < lanes; ++i) *(bytes16 *)(strip + (place + i) * lanes) = block[i];
  }
  for (; place < places; ++place)
    for (size_t i = 0; i < lanes; ++i) strip[place * lanes + i] = row[i][place];
}

CIK_INLINE void strip_to_rows(const uint8_t *strip, uint8_t *rows, size_t places, size_t lines) {
  size_t place = 0;
  for (; place + lanes <= places; place += lanes) {
    bytes16 block[lanes];
    for (size_t i = 0; i < lanes; ++i) block[i] = *(const bytes16 *)(strip + (place + i) * lanes);
    transpose(block);
    for (size_t i = 0; i < lines; ++i) *(bytes16 *)(rows + i * places + place) = block[i];
  }
  for (; place < places; ++place)
    for (size_t i = 0; i < lines; ++i) rows[i * places + place] = strip[place * lanes + i];
}

CIK_INLINE void strip_from_columns(uint8_t *strip, const uint8_t *columns, size_t width, size_t places, size_t lines) {
  for (size_t place = 0; place < places; ++place, strip += lanes, columns += width) {
    if (lines == lanes)
      memcpy(strip, columns, lanes);
    else
      for (size_t i = 0; i < lanes; ++i) strip[i] = columns[i < lines ? i : lines - 1];
  }
}

CIK_INLINE void strip_to_columns(const uint8_t *strip, uint8_t *columns, size_t width, size_t places, size_t lines) {
  for (size_t place = 0; place < places; ++place, strip += lanes, columns += width) {
    if (lines == lanes)
      memcpy(columns, strip, lanes);
    else
      for (size_t i = 0; i < lines; ++i) columns[i] = strip[i];
  }
}

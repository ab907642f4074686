// What the four codec files share.
#pragma once
#include "CImageCodecs.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static inline void cic_fail(cic_failure *failure, int32_t code, uint64_t byte, const char *message) {
  failure->code = code;
  failure->byte = byte;
  snprintf(failure->message, sizeof failure->message, "%s", message);
}

// ITU-R 601-2 luma in 16-bit fixed point, the weights Pillow uses for convert("L").
static inline uint8_t cic_luma(uint32_t r, uint32_t g, uint32_t b) {
  return (uint8_t)((r * 19595u + g * 38470u + b * 7471u + 0x8000u) >> 16);
}

static inline uint32_t cic_spread(uint32_t r, uint32_t g, uint32_t b) {
  uint32_t high = r > g ? r : g, low = r < g ? r : g;
  return (high > b ? high : b) - (low < b ? low : b);
}

// a * b / 255, rounded, for a and b of 0 to 255.
static inline uint32_t cic_multiply(uint32_t a, uint32_t b) {
  uint32_t t = a * b + 128;
  return (t + (t >> 8)) >> 8;
}

// Goals, in order: a mask that depends on nothing but the key and the index; unbiased; a speed bound by memory.
#include "CKernels.h"
#include "lanes.h"

// Ettinger's "lowbias32" (github.com/skeeto/hash-prospector): a bijection of 32 bits with an avalanche bias of 0.17.
static inline uint32_t hash(uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  x ^= x >> 16;
  return x;
}

PULMO_CLONES void pulmo_dropout(
    const float *source, float *destination, size_t count, uint64_t key, uint32_t threshold, float factor) {
  const uint32_t low = (uint32_t)key, high = (uint32_t)(key >> 32);
  for (size_t i = 0; i < count; ++i) {
    const uint32_t draw = hash(hash((uint32_t)i ^ low) + high);
    destination[i] = draw >= threshold ? source[i] * factor : 0;
  }
}

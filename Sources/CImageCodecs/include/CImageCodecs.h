// Flat C functions over libjpeg-turbo (libjpeg 6.2 interface) and libpng 1.6.
//
// Swift cannot call these libraries directly: both report errors by longjmp, which must not cross Swift frames, and
// libjpeg's interface is macros over structures whose size is checked at run time. So setjmp and longjmp stay in here,
// every function returns, and a failure is data. Nothing here is kept between calls and nothing is global: any function may run on
// any thread at any time.
//
// Sizes are checked by the caller between the `_header` and the `_decode` call: a header call allocates nothing that grows
// with the picture, a decode call writes only the `width * height` bytes it is given.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  cic_ok = 0,
  cic_truncated = 1,      // the bytes end too early; `byte` is how many there are
  cic_corrupt = 2,        // what is there contradicts itself or the format
  cic_unsupported = 3,    // well formed, but a variety that is not read
  cic_over_limit = 4,     // more scans or memory than the caller allows
  cic_out_of_memory = 5,  // the machine refused an allocation
};

typedef struct {
  int32_t code;
  uint64_t byte;      // how far the decoder had read
  char message[200];  // the library's or our own words, no final full stop; always terminated
} cic_failure;

typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t channels;    // as stored: 1 grey or palette, 2 grey and alpha, 3 colour, 4 colour and alpha, or CMYK
  uint32_t bits;        // per channel, as stored
  bool progressive;     // a progressive JPEG, an interlaced PNG
  uint64_t least_bytes; // a lower bound for the file's size: a shorter file cannot hold such a picture
} cic_header;

// How colourful the decoded pixels are: `spread[s]` counts pixels whose largest and smallest of R, G and B lie s levels apart.
typedef struct {
  uint64_t spread[256];
} cic_colour;

// Bytes written by an encoder: release them with `cic_release`.
typedef struct {
  uint8_t *bytes;
  size_t count;
} cic_buffer;

// Reads the header. Returns whether it could; `failure` says why not.
bool cic_jpeg_header(const uint8_t *bytes, size_t count, cic_header *header, cic_failure *failure);
bool cic_png_header(const uint8_t *bytes, size_t count, cic_header *header, cic_failure *failure);

// Decodes into `grey`, `width * height` bytes that must match the header. Colour becomes grey by ITU-R 601-2 luma,
// (19595 R + 38470 G + 7471 B + 32768) >> 16; alpha is composed over black; 16-bit levels are scaled to 8 by rounding. Any
// warning that data is damaged or missing is a failure. On failure `grey` holds rubbish.
bool cic_png_decode(
  const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *grey, cic_colour *colour, cic_failure *failure);

typedef struct {
  uint32_t width;
  uint32_t height;
  uint32_t max_scans;  // a progressive JPEG with more scans than this fails
  size_t max_memory;   // bytes libjpeg may take for coefficients (a progressive JPEG keeps two bytes per sample)
  uint8_t *grey;
  cic_colour *colour;
} cic_jpeg_request;

// The same for a JPEG.
bool cic_jpeg_decode(const uint8_t *bytes, size_t count, const cic_jpeg_request *request, cic_failure *failure);

// What an encoder is given: rows from the top, each pixel's samples side by side.
typedef struct {
  const uint8_t *samples;  // `width * height * channels`
  uint32_t width;
  uint32_t height;
  uint32_t channels;  // 1 grey, 3 red, green and blue
} cic_picture;

// Encodes a picture: a baseline JPEG of `quality` 1 to 100, a PNG of 8 bits a channel.
bool cic_jpeg_encode(const cic_picture *picture, int32_t quality, cic_buffer *buffer, cic_failure *failure);
bool cic_png_encode(const cic_picture *picture, cic_buffer *buffer, cic_failure *failure);

void cic_release(cic_buffer *buffer);

#ifdef __cplusplus
}
#endif

#include "png_support.h"

#include <stdlib.h>

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t read;
} memory_source;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  memory_source *source = png_get_io_ptr(png);
  cic_png_errors *errors = png_get_error_ptr(png);
  if (count > source->count - source->read) {
    source->read = source->count;
    cic_png_fail(errors, cic_truncated, source->count, "the file ends too early");
  }
  memcpy(target, source->bytes + source->read, count);
  source->read += count;
  errors->byte = source->read;
}

// Everything a longjmp must not lose lives in the caller of the function that calls setjmp.
typedef struct {
  cic_png_errors errors;
  memory_source source;
  png_structp png;
  png_infop info;
  uint8_t *row;
} reader;

static void release(reader *reader) {
  free(reader->row);
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
}

// Reads up to the first IDAT chunk. Checksums of all chunks are held to; chunks that say nothing about grey levels
// (text, profiles, times, ...) are passed over unread, so what they unpack to does not matter.
static void read_header(reader *reader) {
  png_structp png = reader->png;
  reader->info = cic_png_create_info(png, &reader->errors);
  png_set_read_fn(png, &reader->source, read_bytes);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // the caller decides, knowing both sides
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_read_info(png, reader->info);
}

static bool describe(reader *reader, cic_header *header) {
  if (setjmp(reader->errors.escape)) return false;
  read_header(reader);
  header->width = png_get_image_width(reader->png, reader->info);
  header->height = png_get_image_height(reader->png, reader->info);
  header->channels = png_get_channels(reader->png, reader->info);
  header->bits = png_get_bit_depth(reader->png, reader->info);
  header->progressive = png_get_interlace_type(reader->png, reader->info) != PNG_INTERLACE_NONE;
  // Deflate packs at most 1032 to 1.
  header->least_bytes = (uint64_t)header->width * header->height / 8 * (header->channels * header->bits) / 1032;
  return true;
}

bool cic_png_header(const uint8_t *bytes, size_t count, cic_header *header, cic_failure *failure) {
  reader reader = {.errors = {.failure = failure}, .source = {bytes, count, 0}};
  reader.png = cic_png_create_reader(&reader.errors);
  const bool done = reader.png && describe(&reader, header);
  release(&reader);
  return done;
}

// How one row of decoded samples becomes grey levels.
typedef struct {
  int type;                 // PNG_COLOR_TYPE_…
  uint32_t palette_count;
  uint8_t palette_grey[256];
  uint8_t palette_spread[256];
} row_format;

static void read_palette(png_structp png, png_infop info, row_format *format) {
  png_colorp entries = NULL;
  png_bytep alpha = NULL;
  int count = 0, alpha_count = 0;
  if (!png_get_PLTE(png, info, &entries, &count) || count < 1 || count > 256) png_error(png, "no palette");
  if (!png_get_tRNS(png, info, &alpha, &alpha_count, NULL)) alpha_count = 0;
  format->palette_count = (uint32_t)count;
  for (int i = 0; i < count; i++) {
    const uint32_t a = i < alpha_count ? alpha[i] : 255;
    const uint32_t r = cic_multiply(entries[i].red, a), g = cic_multiply(entries[i].green, a), b = cic_multiply(entries[i].blue, a);
    format->palette_grey[i] = cic_luma(r, g, b);
    format->palette_spread[i] = (uint8_t)cic_spread(r, g, b);
  }
}

// Writes `width` grey levels, `step` bytes apart. `row` holds 8-bit samples.
static void convert(
  png_structp png, const row_format *format, const uint8_t *row, uint32_t width, uint8_t *grey, uint32_t step, cic_colour *colour) {
  switch (format->type) {
    case PNG_COLOR_TYPE_PALETTE:
      for (uint32_t x = 0; x < width; x++, grey += step) {
        if (row[x] >= format->palette_count) png_error(png, "a pixel names a colour that is not in the palette");
        *grey = format->palette_grey[row[x]];
        colour->spread[format->palette_spread[row[x]]]++;
      }
      break;
    case PNG_COLOR_TYPE_GRAY:
      for (uint32_t x = 0; x < width; x++, grey += step) *grey = row[x];
      colour->spread[0] += width;
      break;
    case PNG_COLOR_TYPE_GRAY_ALPHA:
      for (uint32_t x = 0; x < width; x++, grey += step) *grey = (uint8_t)cic_multiply(row[2 * x], row[2 * x + 1]);
      colour->spread[0] += width;
      break;
    case PNG_COLOR_TYPE_RGB:
      for (uint32_t x = 0; x < width; x++, grey += step, row += 3) {
        *grey = cic_luma(row[0], row[1], row[2]);
        colour->spread[cic_spread(row[0], row[1], row[2])]++;
      }
      break;
    case PNG_COLOR_TYPE_RGB_ALPHA:
      for (uint32_t x = 0; x < width; x++, grey += step, row += 4) {
        const uint32_t r = cic_multiply(row[0], row[3]), g = cic_multiply(row[1], row[3]), b = cic_multiply(row[2], row[3]);
        *grey = cic_luma(r, g, b);
        colour->spread[cic_spread(r, g, b)]++;
      }
      break;
    default: png_error(png, "unknown colour type");
  }
}

static const uint32_t pass_x[7] = {0, 4, 0, 2, 0, 1, 0}, step_x[7] = {8, 8, 4, 4, 2, 2, 1};
static const uint32_t pass_y[7] = {0, 0, 4, 0, 2, 0, 1}, step_y[7] = {8, 8, 8, 4, 4, 2, 2};

static void read_rows(png_structp png, png_infop info, uint8_t *row, uint8_t *grey, cic_colour *colour) {
  const uint32_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  const bool interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  row_format format;
  memset(&format, 0, sizeof format);
  format.type = png_get_color_type(png, info);
  if (format.type == PNG_COLOR_TYPE_PALETTE) read_palette(png, info, &format);
  // libpng hands out the passes of an interlaced file as small pictures, whose pixels go straight to their places: no picture
  // in full colour is ever held.
  for (int pass = 0; pass < (interlaced ? 7 : 1); pass++) {
    const uint32_t x0 = interlaced ? pass_x[pass] : 0, dx = interlaced ? step_x[pass] : 1;
    const uint32_t y0 = interlaced ? pass_y[pass] : 0, dy = interlaced ? step_y[pass] : 1;
    if (x0 >= width) continue;
    for (uint32_t y = y0; y < height; y += dy) {
      png_read_row(png, row, NULL);
      convert(png, &format, row, (width - x0 + dx - 1) / dx, grey + (size_t)y * width + x0, dx, colour);
    }
  }
}

static bool decode(reader *reader, uint32_t width, uint32_t height, uint8_t *grey, cic_colour *colour) {
  if (setjmp(reader->errors.escape)) return false;
  read_header(reader);
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height) png_error(png, "the header changed");
  png_set_scale_16(png);  // rounds; png_set_strip_16 would cut
  png_set_packing(png);
  if (png_get_color_type(png, info) != PNG_COLOR_TYPE_PALETTE) {
    if (png_get_bit_depth(png, info) < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (png_get_valid(png, info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
  }
  png_read_update_info(png, info);
  reader->row = malloc(png_get_rowbytes(png, info));
  if (!reader->row) cic_png_fail(&reader->errors, cic_out_of_memory, reader->source.read, "out of memory");
  read_rows(png, info, reader->row, grey, colour);
  png_read_end(png, NULL);  // reads on to IEND: a file cut after its last row is truncated too
  return true;
}

bool cic_png_decode(
  const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *grey, cic_colour *colour, cic_failure *failure) {
  reader reader = {.errors = {.failure = failure}, .source = {bytes, count, 0}};
  memset(colour, 0, sizeof *colour);
  reader.png = cic_png_create_reader(&reader.errors);
  const bool done = reader.png && decode(&reader, width, height, grey, colour);
  release(&reader);
  return done;
}

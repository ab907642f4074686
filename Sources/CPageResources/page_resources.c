#include "CPageResources.h"

// Naming each file to __has_include makes it a dependency of this object: a changed file is embedded anew.
#if !__has_include("page.css") || !__has_include("page.js") || !__has_include("explorer.js") || \
    !__has_include("triage.js") || !__has_include("chart.min.js")
#error "a file of Resources is missing"
#endif

// The two symbols stand before and behind the bytes of the file.
#define EMBED(name, file)                                                                        \
  extern const uint8_t cpr_##name##_start[] __attribute__((visibility("hidden")));                \
  extern const uint8_t cpr_##name##_end[] __attribute__((visibility("hidden")));                  \
  __asm__(".pushsection .rodata\n"                                                                \
          ".hidden cpr_" #name "_start, cpr_" #name "_end\n"                                      \
          ".global cpr_" #name "_start, cpr_" #name "_end\n"                                      \
          "cpr_" #name "_start: .incbin \"" file "\"\n"                                           \
          "cpr_" #name "_end:\n"                                                                  \
          ".popsection\n");                                                                       \
  cpr_file cpr_##name(void) {                                                                     \
    return (cpr_file){cpr_##name##_start, (size_t)(cpr_##name##_end - cpr_##name##_start)};       \
  }

EMBED(page_style, "page.css")
EMBED(page_script, "page.js")
EMBED(explorer_script, "explorer.js")
EMBED(triage_script, "triage.js")
EMBED(chart_library, "chart.min.js")

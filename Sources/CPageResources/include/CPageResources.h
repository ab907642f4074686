// The style sheet and the scripts of Pulmo's HTML pages, as bytes of the program itself.
//
// Swift cannot hold them so: a SwiftPM resource bundle is a folder that has to travel beside the installed program, and `.embedInCode` makes
// an array literal of them, which takes the compiler over a minute for Chart.js. Here the assembler copies the files in as read-only
// data: no work at start, and no memory until a page is written. The files stand in Resources.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Bytes that live as long as the program.
typedef struct {
  const uint8_t *bytes;
  size_t count;
} cpr_file;

cpr_file cpr_page_style(void);      // page.css
cpr_file cpr_page_script(void);     // page.js: draws the charts, tells what was drawn
cpr_file cpr_explorer_script(void); // explorer.js: the threshold explorer
cpr_file cpr_triage_script(void);   // triage.js: the worklist of a triage page
cpr_file cpr_chart_library(void);   // chart.min.js: Chart.js, see chart.LICENSE.txt

#ifdef __cplusplus
}
#endif

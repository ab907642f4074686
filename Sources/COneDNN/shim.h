#pragma once
// oneDNN's C API imports into Swift as it is; this header only refuses a library too old for it.
#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR < 3
#error "Pulmo needs oneDNN 3.x; run Scripts/setup, or put the dnnl.pc of a 3.x build on PKG_CONFIG_PATH"
#endif

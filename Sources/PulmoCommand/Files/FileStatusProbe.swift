import Glibc

/// What stands at a path.
enum FileStatusProbe {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

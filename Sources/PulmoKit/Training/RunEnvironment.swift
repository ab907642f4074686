import FoundationEssentials
import NeuralNet

/// What, besides data and recipe, the last bits of a training depend on.
struct RunEnvironment: Sendable, Hashable, Codable {
  var pulmo: String
  var swift: String
  var oneDNN: String
  /// The processor's own name for itself.
  var processor: String
  var processorCount: Int
  /// Threads the engine computes with.
  var threads: Int
  var operatingSystem: String

  /// This machine, computing with `threads`, or as many as it has processors.
  init(threads: Int?) {
    pulmo = pulmoVersion
    #if swift(>=6.4)
      swift = "6.4 or later"
    #elseif swift(>=6.3)
      swift = "6.3"
    #else
      swift = "6.2"
    #endif
    oneDNN = OneDNN.version
    processor = Self.value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown"
    processorCount = ProcessInfo.processInfo.activeProcessorCount
    self.threads = threads ?? processorCount
    operatingSystem =
      Self.value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// What differs from `other` in a way that can change a training's last bits, in words; empty where nothing does.
  func differences(from other: RunEnvironment) -> [String] {
    let pairs = [
      ("pulmo", other.pulmo, pulmo), ("oneDNN", other.oneDNN, oneDNN), ("the processor", other.processor, processor),
      ("Swift", other.swift, swift), ("the operating system", other.operatingSystem, operatingSystem),
      ("the number of threads", "\(other.threads)", "\(threads)"),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "\($0.0) was \($0.1) and is now \($0.2)" }
  }

  /// The first value of `key` in a file of such lines, without quotes.
  private static func value(of key: String, in path: String, separator: Character) -> String? {
    // Files under /proc have no size, and reading them whole by size gives nothing.
    var bytes: [UInt8] = []
    guard (try? readFile(at: path, { bytes += $0 })) != nil else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix(key) {
      guard let index = line.firstIndex(of: separator) else { continue }
      return String(line[line.index(after: index)...].drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" })
    }
    return nil
  }
}

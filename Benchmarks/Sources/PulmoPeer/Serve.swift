import ArgumentParser
import FoundationEssentials
import Glibc
import PulmoKit

/// Prepares the work, says so, and answers turns: `peers/turns.py` in Swift.
struct Serve: AsyncParsableCommand {
  @OptionGroup var setting: Setting

  private struct Introduction: Encodable {
    var outputs: [Float]
    var weights: String
    var version = "Pulmo \(pulmoVersion)"
    /// Multiplications and additions of a run; 0 where a run is more than a network's.
    var operations: Int
    /// Pictures a run works on.
    var images: Int
  }

  func run() async throws {
    let side = try Side(setting)
    try await side.prepare()
    let outputs = try await side.firstOutputs()
    if setting.mode == .first {
      try reply(["outputs": outputs])
      _ = readLine()
      return
    }
    let file = setting.mode == .screening ? "\(setting.weights)/weights.safetensors" : setting.weights
    let hash = try FileHashes.sha256(ofFileAt: file)
    try reply(Introduction(outputs: outputs, weights: hash, operations: try await side.operations(), images: setting.batch))
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2, words[0] == "time", let seconds = Double(words[1]) else { throw ValidationError("'\(line)' is no command") }
      try reply(try await side.turn(seconds: seconds))
    }
  }

  private func reply(_ value: some Encodable) throws {
    print(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    fflush(nil)
  }
}

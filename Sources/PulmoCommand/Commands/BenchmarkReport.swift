import NeuralNet
import PulmoKit

/// What a benchmark measured: as text and as JSON.
struct BenchmarkReport: Encodable {
  struct Row: Encodable {
    let mode: NetworkBenchmark.Mode
    let batch: Int
    /// Of one run, the median.
    let seconds: Double

    var imagesPerSecond: Double { Double(batch) / seconds }
  }

  struct Profile: Encodable {
    let mode: NetworkBenchmark.Mode
    let batch: Int
    let profile: ProgramProfile

    var imagesPerSecond: Double { Double(batch) / profile.seconds }
  }

  let architecture: String
  /// `[C, H, W]`
  let input: [Int]
  let parameters: Int
  let threads: Int
  let oneDNN: String
  var rows: [Row] = []
  var profile: Profile?

  /// The figures as text.
  var lines: [String] {
    let network = "\(architecture.printable), pictures \(input.map(String.init).joined(separator: "×")), \(parameters) parameters"
    var lines = [network, "\(threads) \(threads == 1 ? "thread" : "threads"), oneDNN \(oneDNN)", ""]
    if let profile {
      lines += profile.profile.table + [""]
      lines.append(
        "\(profile.mode.rawValue), batch \(profile.batch): \(profile.imagesPerSecond.formatted(decimals: 1)) images/s; medians of "
          + "\(profile.profile.runCount) runs")
    }
    for row in rows {
      lines.append(
        "\(row.mode.rawValue), batch \(row.batch)".rightPadded(to: 24)
          + "\(row.imagesPerSecond.formatted(decimals: 1)) images/s".rightPadded(to: 22)
          + "\((row.seconds * 1e3).formatted(decimals: 2)) ms a run")
    }
    return lines
  }
}

extension BenchmarkReport.Row {
  private enum CodingKeys: String, CodingKey { case mode, batch, seconds, imagesPerSecond }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mode.rawValue, forKey: .mode)
    try container.encode(batch, forKey: .batch)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(imagesPerSecond, forKey: .imagesPerSecond)
  }
}

extension BenchmarkReport.Profile {
  private enum CodingKeys: String, CodingKey { case mode, batch, runs, seconds, steps }

  private struct Step: Encodable {
    let node, operation, implementation: String
    let seconds, share: Double
    let floatingPointOperations, bytes: Int
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mode.rawValue, forKey: .mode)
    try container.encode(batch, forKey: .batch)
    try container.encode(profile.runCount, forKey: .runs)
    try container.encode(profile.seconds, forKey: .seconds)
    let steps = profile.steps.map { step in
      Step(
        node: step.node, operation: step.operation, implementation: step.implementation, seconds: step.seconds,
        share: profile.share(of: step), floatingPointOperations: step.floatingPointOperations, bytes: step.byteCount)
    }
    try container.encode(steps, forKey: .steps)
  }
}

import Foundation
import Testing

/// What `pulmo benchmark` prints, on a network small enough that its speed does not matter.
@Suite struct BenchmarkTests {
  static let small = [#"{"dense": {"units": [4]}}"#, "--size", "8", "--batch", "4", "--runs", "2", "--threads", "1"]

  static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Command.Result {
    try Command.Running(["benchmark", "--architecture"] + arguments, in: folder).result()
  }

  @Test func ratesOfTrainingAndInference() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run(Self.small + ["--json", "out.json"], in: folder)
    #expect(result.code == 0, "\(result.error)")
    #expect(result.output.contains("265 parameters\n1 thread, oneDNN "), "\(result.output)")
    let rows = result.lines.filter { $0.contains(" images/s ") }.map { String($0.prefix(24)).trimmingCharacters(in: .whitespaces) }
    #expect(rows == ["training, batch 4", "inference, batch 4", "inference, batch 1"])
    let json = try folder.json("out.json")
    let figures = try #require(json["rows"] as? [[String: Any]])
    #expect(figures.map { $0["batch"] as? Int } == [4, 4, 1])
    for row in figures {
      let seconds = try #require(row["seconds"] as? Double)
      let rate = try #require(row["imagesPerSecond"] as? Double)
      #expect(abs(rate * seconds - Double(row["batch"] as? Int ?? 0)) < 1e-6)
    }
    let one = try Self.run(Self.small + ["--mode", "inference"], in: folder)
    #expect(one.code == 0 && !one.output.contains("training") && one.output.contains("inference, batch 1"))
  }

  @Test func profileNamesEveryStep() throws {
    let folder = try TemporaryFolder()
    let result = try Self.run(Self.small + ["--profile", "--json", "out.json"], in: folder)
    #expect(result.code == 0, "\(result.error)")
    let header = try #require(result.lines.first { $0.hasPrefix("node ") })
    #expect(
      header.split(separator: " ").map(String.init) == ["node", "operation", "implementation", "ms", "share", "GFLOP/s", "GB/s"])
    for line in ["dense1  ", "head  ", "program  ", "the whole run  "] {
      #expect(result.lines.contains { $0.hasPrefix(line) }, "\(line)\n\(result.output)")
    }
    let json = try #require(try folder.json("out.json")["profile"] as? [String: Any])
    let steps = try #require(json["steps"] as? [[String: Any]])
    // A dense layer of 64 pixels to 4 units on 4 pictures, forward and backward to the weights.
    let operations = steps.filter { $0["node"] as? String == "dense1" }.compactMap { $0["floatingPointOperations"] as? Int }
    #expect(operations.filter { $0 > 0 } == [2048, 2048])
    #expect(abs(steps.reduce(0) { $0 + ($1["share"] as? Double ?? 0) } - 1) < 1e-6)
  }

  @Test(arguments: [
    (["deepCCN"], "did you mean 'deepCNN'?"), (["deepCNN", "--size", "8"], "does not take pictures of 8×8"),
    (["{"], "--architecture {"), ([#"{"dense": {"unit": 4}}"#], "unknown key"),
    (["deepCNN", "--batch", "0"], "--batch has to be at least 1"), (["deepCNN", "--mode", "sleeping"], "sleeping"),
  ])
  func wrongArgumentsAreRefused(arguments: [String], reason: String) throws {
    let result = try Self.run(arguments, in: try TemporaryFolder())
    #expect(result.code == 64)
    #expect(result.error.contains(reason), "\(result.error)")
    #expect(result.output == "")
  }
}

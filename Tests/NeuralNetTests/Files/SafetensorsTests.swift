import Foundation
import NeuralNet
import Testing

@Suite struct SafetensorsTests {
  /// The tensors of python-f32.safetensors.
  static let plain = Safetensors(
    tensors: [
      "a": Tensor(shape: [2, 3], scalars: [1, 2, 3, -4, 0.5, 1e-30]),
      "block.weight": Tensor(shape: [5], scalars: [0, 1, 2, 3, 4]),
      "empty": Tensor(shape: [0, 3], scalars: []),
      "scalar": Tensor(shape: [], scalars: [7.5]),
      "say \"hé\"\n\\": Tensor(shape: [1], scalars: [1]),
    ],
    metadata: ["note": "é \"quoted\"\t/"])

  @Test func readsWhatPythonWrites() throws {
    #expect(try Safetensors(contentsOf: Golden.path("python-f32")) == Self.plain)
  }

  /// The very bytes, so Python reads what is written here.
  @Test func writesWhatPythonWrites() throws {
    let golden = try Data(contentsOf: URL(filePath: Golden.path("python-f32")))
    #expect(Self.plain.encoded() == golden, "\(String(decoding: Self.plain.encoded().dropFirst(8), as: UTF8.self))")
  }

  @Test(arguments: ["f64", "f16", "bf16"]) func convertsOtherTypes(_ type: String) throws {
    let tensors = try Safetensors(contentsOf: Golden.path("python-types")).tensors
    let read = try #require(tensors[type])
    let reference = try #require(tensors["\(type) as f32"])
    #expect(read.scalars.map(\.bitPattern) == reference.scalars.map(\.bitPattern))
    #expect(read.scalars[1].sign == .minus && read.scalars[8] == .infinity && read.scalars[5] > 0)
  }

  @Test func refusesIntegers() throws {
    let path = try Golden.path("python-integers")
    #expect(throws: NeuralNetError.unreadableWeights(path: path, reason: "'labels' is of type 'I64'; only F16, BF16, F32, F64 are read")) {
      try Safetensors(contentsOf: path)
    }
  }

  @Test func dataAreAligned() throws {
    for length in 1...9 {
      let file = Safetensors(tensors: [String(repeating: "x", count: length): Tensor(shape: [1], scalars: [1])]).encoded()
      #expect((file.count - 4) % 8 == 0, "a name of \(length)")
      #expect(try Safetensors(file, path: "").tensors.count == 1)
    }
  }

  @Test func nothingAtAll() throws {
    let file = Safetensors(tensors: [:])
    #expect(try Safetensors(file.encoded(), path: "") == file)
  }

  @Test func filesOnDisk() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pulmo-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "weights.safetensors").path
    let parameters = Parameters(tensors: Self.plain.tensors)
    try parameters.write(to: path, metadata: ["a": "b"])
    #expect(try Parameters(contentsOf: path) == parameters)
    #expect(try Safetensors(contentsOf: path).metadata == ["a": "b"])
    try Parameters(tensors: [:]).write(to: path)
    #expect(try Parameters(contentsOf: path).tensors.isEmpty, "a second write did not replace the first")

    let missing = folder.appending(path: "none/weights.safetensors").path
    #expect(throws: NeuralNetError.unreadableWeights(path: missing, reason: "there is no such file or folder")) {
      try Parameters(contentsOf: missing)
    }
    #expect(throws: NeuralNetError.unwritableWeights(path: missing, reason: "there is no such file or folder")) {
      try parameters.write(to: missing)
    }
    #expect { try Parameters(contentsOf: folder.path) } throws: { error in
      if case NeuralNetError.unreadableWeights(let path, _) = error { path == folder.path } else { false }
    }
  }
}

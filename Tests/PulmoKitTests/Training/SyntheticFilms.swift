import Foundation
import Imaging
import NeuralNet
import Synchronization

/// A folder that goes away with the value that owns it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "pulmo-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Pictures of 64 × 64 noise, the sick ones with a bright blob somewhere: a task a small network learns in seconds.
enum SyntheticFilms {
  /// Writes `count` films, half of them sick, as one folder per class.
  static func write(_ count: Int, to folder: String, seed: UInt64 = 1) throws {
    var generator = SplitMix64(seed: seed)
    for name in ["NORMAL", "PNEUMONIA"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    for index in 0..<count {
      let isSick = index % 2 == 1
      let name = isSick ? "PNEUMONIA/person\(index)_bacteria_1.png" : "NORMAL/IM-\(index)-0001.png"
      try film(isSick: isSick, using: &generator).write(to: "\(folder)/\(name)", as: .png)
    }
  }

  private static func film(isSick: Bool, using generator: inout SplitMix64) -> GrayImage {
    var picture = GrayImage(width: 64, height: 64, pixels: (0..<4096).map { _ in UInt8(40 + generator.next() % 80) })
    guard isSick else { return picture }
    let (row, column) = (Int(generator.next() % 40), Int(generator.next() % 40))
    for y in row..<row + 20 { for x in column..<column + 20 { picture.pixels[y * 64 + x] += 100 } }
    return picture
  }
}

/// Counts from 1, from any thread.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

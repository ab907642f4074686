import Foundation
import Imaging
import NeuralNet

@testable import PulmoKit

/// Films of settings that are known, because they were made so.
enum PlantedFilms {
  /// How a made-up machine makes its films.
  enum Machine: CaseIterable {
    /// Grey to the edges.
    case plain
    /// A black frame.
    case framed
    /// A bright letter in a corner, dark tones and grain.
    case lettered
  }

  /// A film of 64 × 64 pixels with a blob in the middle, of any place and size, which no setting shows in.
  static func film(by machine: Machine, using generator: inout SplitMix64) -> GrayImage {
    let grain: UInt64 = machine == .lettered ? 50 : 10
    let dark: UInt64 = machine == .lettered ? 20 : 90
    var picture = GrayImage(width: 64, height: 64, pixels: (0..<4096).map { _ in UInt8(dark + generator.next() % grain) })
    let (row, column, side) = (12 + Int(generator.next() % 12), 12 + Int(generator.next() % 12), 8 + Int(generator.next() % 16))
    for y in row..<row + side { for x in column..<column + side { picture.pixels[y * 64 + x] += 60 } }
    for y in 0..<64 {
      for x in 0..<64 {
        if machine == .framed, min(x, y, 63 - x, 63 - y) < 5 { picture.pixels[y * 64 + x] = 0 }
        if machine == .lettered, x < 10, y < 10 { picture.pixels[y * 64 + x] = 250 }
      }
    }
    return picture
  }

  /// Writes `count` films, of each machine in turn and of both labels, as one folder per class.
  /// - Returns: the machine of each film, by id.
  static func write(_ count: Int, to folder: String) throws -> [String: Machine] {
    var generator = SplitMix64(seed: 7)
    for name in ["NORMAL", "PNEUMONIA"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    var machines: [String: Machine] = [:]
    for index in 0..<count {
      let machine = Machine.allCases[[0, 0, 0, 1, 1, 2][index % 6]]
      let id = index / 6 % 2 == 0 ? "NORMAL/IM-\(1000 + index)-0001.png" : "PNEUMONIA/person\(1000 + index)_virus_1.png"
      try film(by: machine, using: &generator).write(to: "\(folder)/\(id)", as: .png)
      machines[id] = machine
    }
    return machines
  }
}

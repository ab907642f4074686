import Foundation
import Imaging
import NeuralNet

@testable import PulmoKit

/// A folder of made-up films, removed when the test ends.
final class Films: Sendable {
  let directory: String
  let studies: [Study]

  /// Films of 64×64 pixels, each different, whose first `normals` are normal and the rest bacterial.
  init(_ count: Int, normals: Int? = nil) throws {
    directory = NSTemporaryDirectory() + "pulmo-films-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let directory = directory
    studies = (0..<count).map { index in
      Study(
        id: "film\(index).png", patient: "\(index)", path: "\(directory)/film\(index).png",
        label: index < normals ?? count / 2 ? .normal : .bacterial, folder: nil)
    }
    for (index, study) in studies.enumerated() { try Self.film(index).write(to: study.path, as: .png) }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  static func film(_ index: Int) -> GrayImage {
    var generator = SplitMix64(seed: UInt64(index))
    return GrayImage(width: 64, height: 64, pixels: (0..<4096).map { UInt8(($0 / 64 + $0 % 64) + Int(generator.next() % 128)) })
  }

  func damage(_ index: Int) throws { try Data("not a film".utf8).write(to: URL(filePath: studies[index].path)) }
}

extension PictureStore {
  /// A store of 16×16 pictures.
  static func small(memoryLimit: Int = 1 << 20, spillDirectory: String? = nil) -> PictureStore {
    PictureStore(preprocessing: Preprocessing(width: 16, height: 16), memoryLimit: memoryLimit, spillDirectory: spillDirectory)
  }
}

/// A picture from rows of levels.
func picture(_ rows: [[UInt8]]) -> GrayImage { GrayImage(width: rows[0].count, height: rows.count, pixels: rows.flatMap { $0 }) }

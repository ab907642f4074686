import Imaging
import NeuralNet

/// A rectangle hidden under one grey level: black, or the mean of what it hides.
struct Cover: Sendable, Hashable {
  /// Fractions of the picture's width and height, from the upper left.
  var left: Float
  var top: Float
  var width: Float
  var height: Float
  var isBlack: Bool

  func apply(to picture: inout GrayImage) {
    let columns = pixels(from: left, extent: width, of: picture.width)
    let rows = pixels(from: top, extent: height, of: picture.height)
    guard !columns.isEmpty, !rows.isEmpty else { return }
    let stride = picture.width
    picture.pixels.withUnsafeMutableBufferPointer { pixels in
      var level = 0
      if !isBlack {
        for row in rows { for column in columns { level += Int(pixels[row * stride + column]) } }
        let area = rows.count * columns.count
        level = (level + area / 2) / area
      }
      for row in rows { for column in columns { pixels[row * stride + column] = UInt8(level) } }
    }
  }

  private func pixels(from start: Float, extent: Float, of side: Int) -> Range<Int> {
    let first = max(0, min(side, Int((start * Float(side)).rounded())))
    let end = max(first, min(side, Int(((start + extent) * Float(side)).rounded())))
    return first..<end
  }
}

extension Cover {
  /// Strips along the four sides, each of its own width up to `width`; none unless `isOn`.
  static func border(_ isOn: Bool, width: Float, using generator: inout SplitMix64) -> [Cover] {
    let isBlack = generator.chance(0.5)
    let left = generator.uniform(in: 0...width)
    let right = generator.uniform(in: 0...width)
    let top = generator.uniform(in: 0...width)
    let bottom = generator.uniform(in: 0...width)
    guard isOn else { return [] }
    return [
      Cover(left: 0, top: 0, width: left, height: 1, isBlack: isBlack),
      Cover(left: 1 - right, top: 0, width: right, height: 1, isBlack: isBlack),
      Cover(left: 0, top: 0, width: 1, height: top, isBlack: isBlack),
      Cover(left: 0, top: 1 - bottom, width: 1, height: bottom, isBlack: isBlack),
    ]
  }

  /// A rectangle in each corner, with `probability` each.
  static func markers(probability: Float, size: ClosedRange<Float>, using generator: inout SplitMix64) -> [Cover] {
    var covers: [Cover] = []
    for (isRight, isLower) in [(false, false), (true, false), (false, true), (true, true)] {
      let isOn = generator.chance(probability)
      let width = generator.uniform(in: size)
      let height = generator.uniform(in: size)
      let isBlack = generator.chance(0.5)
      if isOn {
        covers.append(
          Cover(left: isRight ? 1 - width : 0, top: isLower ? 1 - height : 0, width: width, height: height, isBlack: isBlack))
      }
    }
    return covers
  }

  /// A rectangle anywhere inside the picture, of an area in the range and sides in a ratio of 0.3 to 3.3; none unless `isOn`.
  static func erasure(_ isOn: Bool, area: ClosedRange<Float>, using generator: inout SplitMix64) -> Cover? {
    let area = generator.uniform(in: area)
    let ratio = power(3.3 / 0.3, generator.nextUnitFloat()) * 0.3
    // A side longer than the picture gives way to the other, so the area stays.
    let width = max(area, min(1, (area * ratio).squareRoot()))
    let height = width > 0 ? area / width : 0
    let left = generator.uniform(in: 0...(1 - width))
    let top = generator.uniform(in: 0...max(0, 1 - height))
    let isBlack = generator.chance(0.5)
    return isOn ? Cover(left: left, top: top, width: width, height: height, isBlack: isBlack) : nil
  }
}

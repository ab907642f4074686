import Testing

@testable import Imaging

@Suite struct WarpTests {
  private static func scene(_ width: Int, _ height: Int) -> GrayImage {
    var random = SplitMix64(state: 3)
    return GrayImage(width: width, height: height, pixels: (0..<(width * height)).map { _ in .random(in: 0...255, using: &random) })
  }

  /// The definition in float64: every pixel tested, nothing shared with the warp but the inverse.
  private func reference(_ picture: GrayImage, _ transform: AffineTransform2D, _ fill: GrayImage.Fill) throws -> [Double] {
    let back = try #require(transform.inverse)
    let center = (x: Double(picture.width - 1) / 2, y: Double(picture.height - 1) / 2)
    func level(_ x: Double, _ y: Double) -> Double {
      switch fill {
      case .black:
        guard x >= 0, y >= 0, x < Double(picture.width), y < Double(picture.height) else { return 0 }
        return Double(picture.pixels[Int(y) * picture.width + Int(x)])
      case .nearest:
        let column = Int(min(max(x, 0), Double(picture.width - 1))), row = Int(min(max(y, 0), Double(picture.height - 1)))
        return Double(picture.pixels[row * picture.width + column])
      }
    }
    return (0..<picture.height).flatMap { y in
      (0..<picture.width).map { x in
        let source = back(x: Double(x) - center.x, y: Double(y) - center.y)
        let place = (x: source.x + center.x, y: source.y + center.y)
        let corner = (x: place.x.rounded(.down), y: place.y.rounded(.down))
        let (right, below) = (place.x - corner.x, place.y - corner.y)
        return (1 - right) * (1 - below) * level(corner.x, corner.y) + right * (1 - below) * level(corner.x + 1, corner.y)
          + (1 - right) * below * level(corner.x, corner.y + 1) + right * below * level(corner.x + 1, corner.y + 1)
      }
    }
  }

  private static let transforms: [AffineTransform2D] = [
    .rotation(degrees: 40), .rotation(degrees: -3.7), .rotation(degrees: 180), .translation(x: 5.25, y: -7.5), .translation(x: 300, y: 0),
    .scaling(x: 0.9, y: 1.1), .scaling(x: -1, y: 1), .scaling(x: 5, y: 0.2), .shear(degrees: 12),
    .rotation(degrees: 17).followed(by: .scaling(x: 1.08, y: 0.93)).followed(by: .translation(x: -9.3, y: 4.4)),
  ]

  @Test(arguments: GrayImage.Fill.allCases)
  func agreesWithTheDefinition(fill: GrayImage.Fill) throws {
    for (width, height) in [(128, 128), (65, 90), (2, 7), (1, 1)] {
      let picture = Self.scene(width, height)
      for transform in Self.transforms {
        let warped = picture.warped(by: transform, fill: fill)
        let expected = try reference(picture, transform, fill)
        let worst = zip(warped.pixels, expected).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst <= 0.76, "\(width)×\(height), \(transform)")
      }
    }
  }

  @Test func identityChangesNothing() {
    let picture = Self.scene(31, 20)
    for fill in GrayImage.Fill.allCases { #expect(picture.warped(by: .identity, fill: fill) == picture) }
  }

  @Test func contentGoesWhereTheTransformSays() {
    var picture = GrayImage(width: 5, height: 5, pixels: Array(repeating: 0, count: 25))
    picture.pixels[2 * 5 + 4] = 200  // right of the centre
    let moved = picture.warped(by: .translation(x: -3, y: 1), fill: .black)
    #expect(moved.pixels[3 * 5 + 1] == 200)
    let turned = picture.warped(by: .rotation(degrees: 90), fill: .black)  // clockwise: below the centre
    #expect(turned.pixels[4 * 5 + 2] == 200)
  }

  @Test func fillStandsWhereNothingCameFrom() {
    let picture = GrayImage(width: 3, height: 1, pixels: [10, 20, 30])
    #expect(picture.warped(by: .translation(x: 2, y: 0), fill: .black).pixels == [0, 0, 10])
    #expect(picture.warped(by: .translation(x: 2, y: 0), fill: .nearest).pixels == [10, 10, 10])
    #expect(picture.warped(by: .translation(x: 0.5, y: 0), fill: .black).pixels == [5, 15, 25])
  }

  @Test func absurdTransformsStayInside() {
    let picture = Self.scene(40, 30)
    let huge: [AffineTransform2D] = [
      .translation(x: 1e300, y: -1e300), .scaling(x: 1e-300, y: 1), .scaling(x: 1e-12, y: 1e-12), .scaling(x: 1e150, y: 1e150),
      .translation(x: 0x1p30, y: 0), .translation(x: 0x1p31, y: 0x1p62),
    ]
    for transform in huge {
      for fill in GrayImage.Fill.allCases { #expect(picture.warped(by: transform, fill: fill).pixels.count == 1200, "\(transform)") }
    }
  }
}

import Foundation
import Imaging
import Testing

@testable import PulmoKit

/// The geometry against Keras's, as Scripts/goldens/augmentation.py recorded it.
@Suite struct KerasAgreementTests {
  private struct Golden: Decodable {
    let version: Int
    let side: Int
    let pixels: [UInt8]
    let cases: [Case]

    struct Case: Decodable {
      let theta, tx, ty, shear, zx, zy: Float
      let flip: Bool
      let pixels: [Float]
    }
  }

  @Test func everyPixelIsWithinOneGreyLevel() throws {
    let url = try #require(Bundle.module.url(forResource: "augmentation", withExtension: "json", subdirectory: "Goldens"))
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    let film = GrayImage(width: golden.side, height: golden.side, pixels: golden.pixels)
    #expect(golden.cases.count == 6)
    for item in golden.cases {
      let side = Float(golden.side)
      let geometry = Geometry(
        rotation: item.theta, shiftX: item.tx / side, shiftY: item.ty / side, shear: item.shear, zoomX: item.zx, zoomY: item.zy,
        isFlipped: item.flip)
      let warped = geometry.warp(film, fill: .nearest)
      let differences = zip(warped.pixels, item.pixels).map { abs(Float($0) - $1) }
      // Half a level is the rounding to 8 bits.
      let worst = differences.max() ?? .infinity
      #expect(worst <= 1, "\(item.theta)° \(item.tx) \(item.ty) shear \(item.shear) zoom \(item.zx) \(item.zy) \(item.flip): \(worst)")
    }
  }
}

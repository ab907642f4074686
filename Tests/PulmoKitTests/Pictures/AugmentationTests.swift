import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

@Suite struct AugmentationTests {
  private let film = Films.film(1)

  private var everything: Augmentation {
    var augmentation = Augmentation()
    augmentation.rotation = 40
    augmentation.widthShift = 0.2
    augmentation.heightShift = 0.2
    augmentation.shear = 10
    augmentation.zoom = 0.8...1.2
    augmentation.aspect = 0.2
    augmentation.flip = 0.5
    augmentation.brightness = 0.1
    augmentation.contrast = 0.2
    augmentation.localContrast = 0.5
    augmentation.gamma = 0.8...1.25
    augmentation.noise = 0.03
    augmentation.blur = 0.5...1.5
    augmentation.jpeg = 0.5
    augmentation.jpegQuality = 20...60
    augmentation.erasing = 0.5
    augmentation.borderCover = 0.5
    augmentation.erasingArea = 0.05...0.3
    augmentation.borderWidth = 0.2
    augmentation.markerCover = 0.5
    augmentation.markerSize = 0.1...0.4
    augmentation.fill = .black
    return augmentation
  }

  /// One setting at a time, each strong enough to change every picture it is drawn for.
  private var single: [(String, Augmentation)] {
    let changes: [(String, (inout Augmentation) -> Void)] = [
      ("rotation", { $0.rotation = 40 }), ("widthShift", { $0.widthShift = 0.2 }), ("heightShift", { $0.heightShift = 0.2 }),
      ("shear", { $0.shear = 40 }), ("zoom", { $0.zoom = 0.5...0.7 }), ("aspect", { $0.aspect = 1 }), ("flip", { $0.flip = 1 }),
      ("brightness", { $0.brightness = 0.5 }), ("contrast", { $0.contrast = 0.9 }), ("gamma", { $0.gamma = 2...3 }),
      ("localContrast", { $0.localContrast = 2 }), ("noise", { $0.noise = 0.1 }), ("blur", { $0.blur = 1...2 }),
      (
        "jpeg",
        {
          $0.jpeg = 1
          $0.jpegQuality = 1...100
        }
      ), ("erasing", { $0.erasing = 1 }), ("borderCover", { $0.borderCover = 1 }),
      ("markerCover", { $0.markerCover = 1 }),
    ]
    return changes.map { name, change in
      var augmentation = Augmentation()
      change(&augmentation)
      return (name, augmentation)
    }
  }

  @Test func theDefaultLeavesThePictureAlone() {
    #expect(Augmentation()(film, seed: 1, epoch: 2, image: 3, draw: 4) == film)
    // Also where a value that is never used differs.
    var augmentation = Augmentation()
    augmentation.fill = .black
    augmentation.borderWidth = 0.5
    augmentation.jpegQuality = 1...10
    #expect(augmentation(film, seed: 1, epoch: 2, image: 3, draw: 4) == film)
  }

  @Test func aPictureIsAFunctionOfTheFourKeys() {
    for (name, augmentation) in single + [("everything", everything)] {
      let once = augmentation(film, seed: 1, epoch: 2, image: 3, draw: 4)
      #expect(augmentation(film, seed: 1, epoch: 2, image: 3, draw: 4) == once, "\(name)")
      #expect(once != film, "\(name)")
      #expect(once.width == film.width && once.height == film.height, "\(name)")
      if name == "flip" { continue }
      #expect(augmentation(film, seed: 5, epoch: 2, image: 3, draw: 4) != once, "\(name): seed")
      #expect(augmentation(film, seed: 1, epoch: 5, image: 3, draw: 4) != once, "\(name): epoch")
      #expect(augmentation(film, seed: 1, epoch: 2, image: 5, draw: 4) != once, "\(name): image")
      #expect(augmentation(film, seed: 1, epoch: 2, image: 3, draw: 5) != once, "\(name): draw")
    }
  }

  @Test func oneSettingLeavesTheOthersDrawsAlone() {
    var generator = SplitMix64(seed: 8)
    let all = PictureChange(everything, using: &generator)
    for (name, augmentation) in single {
      var generator = SplitMix64(seed: 8)
      var onlyOne = augmentation
      onlyOne.rotation = everything.rotation
      onlyOne.erasing = 1
      onlyOne.erasingArea = everything.erasingArea
      let change = PictureChange(onlyOne, using: &generator)
      #expect(change.geometry.rotation == all.geometry.rotation, "\(name)")
      #expect(change.noiseKey == all.noiseKey, "\(name)")
      var always = everything
      always.erasing = 1
      var again = SplitMix64(seed: 8)
      #expect(change.erasure == PictureChange(always, using: &again).erasure, "\(name)")
    }
  }

  /// Forty numbers are drawn for all other settings, the noise's key as the twelfth; the three's own follow.
  @Test func blurJPEGAndLocalContrastDrawAfterAllOthers() {
    var generator = SplitMix64(seed: 8)
    let with = PictureChange(everything, using: &generator)
    var without = everything
    without.blur = 0...0
    without.jpeg = 0
    without.localContrast = 0
    var again = SplitMix64(seed: 8)
    var change = PictureChange(without, using: &again)
    #expect(generator == again && change.blur == 0 && change.jpegQuality == nil && change.localContrast == 1)
    change.blur = with.blur
    change.jpegQuality = with.jpegQuality
    change.localContrast = with.localContrast
    #expect(change == with)
    var counted = SplitMix64(seed: 8)
    for number in 1...40 {
      let key = counted.next()
      if number == 12 { #expect(change.noiseKey == key) }
    }
    #expect(with.blur == counted.uniform(in: 0.5...1.5))
    let isCompressed = counted.chance(0.5)
    let quality = Int(counted.uniform(in: 20...60).rounded())
    #expect(with.jpegQuality == (isCompressed ? quality : nil))
    #expect(with.localContrast == power(1.5, counted.either(1)) && counted == generator)
  }

  /// A wide step keeps its two levels far from the edge; beside it each side overshoots by as much as the factor says.
  @Test func localContrastScalesTheDistanceFromTheMeanAround() {
    let step = GrayImage(width: 64, height: 64, pixels: (0..<64 * 64).map { $0 % 64 < 32 ? 100 : 140 })
    let mean = step.resized(width: 8, height: 8).resized(width: 64, height: 64)
    for factor in [0.5, 1, 2] as [Float] {
      var change = PictureChange()
      change.localContrast = factor
      let changed = change(step)
      for (index, level) in step.pixels.enumerated() {
        let around = Float(mean.pixels[index])
        #expect(changed.pixels[index] == grayLevel(around + factor * (Float(level) - around)))
      }
      #expect(changed.pixels[0] == 100 && changed.pixels[63] == 140)
    }
  }

  @Test func drawsFillTheirRanges() {
    var ranges: [String: (Float, Float)] = [:]
    func note(_ name: String, _ value: Float) {
      let (lower, upper) = ranges[name, default: (.infinity, -.infinity)]
      ranges[name] = (min(lower, value), max(upper, value))
    }
    var augmentation = everything
    augmentation.aspect = 0
    var flips = 0
    var compressed = 0
    for draw in 0..<2000 {
      var generator = SplitMix64(keys: 1, UInt64(draw))
      let change = PictureChange(augmentation, using: &generator)
      note("rotation", change.geometry.rotation / 40)
      note("shiftX", change.geometry.shiftX / 0.2)
      note("shiftY", change.geometry.shiftY / 0.2)
      note("shear", change.geometry.shear / 10)
      note("zoomX", (change.geometry.zoomX - 1) / 0.2)
      note("zoomY", (change.geometry.zoomY - 1) / 0.2)
      note("brightness", change.tone.brightness / 0.1)
      note("contrast", (change.tone.contrast - 1) / 0.2)
      note("blur", (change.blur - 1) / 0.5)
      note("localContrast", Float(log(Double(change.localContrast)) / log(1.5)))
      if let quality = change.jpegQuality {
        note("jpegQuality", (Float(quality) - 40) / 20)
        compressed += 1
      }
      note("gamma", (change.tone.gamma - 1.025) / 0.225)
      if change.geometry.isFlipped { flips += 1 }
    }
    #expect(ranges.count == 12)
    for (name, range) in ranges {
      #expect(range.0 >= -1.0001 && range.0 < -0.98, "\(name) from \(range.0)")
      #expect(range.1 <= 1.0001 && range.1 > 0.98, "\(name) to \(range.1)")
    }
    #expect((890...1110).contains(flips))  // 1000, standard deviation 22
    #expect((890...1110).contains(compressed))
  }

  @Test func aspectKeepsTheArea() {
    var augmentation = Augmentation()
    augmentation.aspect = 0.5
    var ratios: [Float] = []
    for draw in 0..<500 {
      var generator = SplitMix64(keys: 2, UInt64(draw))
      let geometry = PictureChange(augmentation, using: &generator).geometry
      #expect(abs(geometry.zoomX * geometry.zoomY - 1) < 1e-5)
      ratios.append(geometry.zoomY / geometry.zoomX)
    }
    #expect((ratios.max() ?? 0) <= 1.5001 && (ratios.max() ?? 0) > 1.48)
    #expect((ratios.min() ?? 0) >= 0.6666 && (ratios.min() ?? 0) < 0.676)
  }

  @Test func noiseHasTheSpreadAskedForAndNoOffset() {
    let grey = GrayImage(width: 128, height: 128, pixels: Array(repeating: 128, count: 16384))
    let noisy = PictureChange(noise: 10, noiseKey: 77)(grey)
    let differences = noisy.pixels.map { Double($0) - 128 }
    let mean = differences.reduce(0, +) / 16384
    let deviation = (differences.reduce(0) { $0 + $1 * $1 } / 16384 - mean * mean).squareRoot()
    #expect(abs(mean) < 0.4)  // standard error 0.08
    #expect(abs(deviation - 10) < 0.3)  // standard error 0.05; rounding adds 0.004
    let beyondTwo = differences.count { abs($0) > 20 }
    #expect((500...950).contains(beyondTwo))  // the normal distribution: 4.6% are 745
  }

  @Test func settingsAreReadByName() throws {
    let json = #"{"rotation":40,"widthShift":0.2,"heightShift":0.2,"shear":0.3,"zoom":[0.9,1.1],"fill":"black"}"#
    let augmentation = try JSONDecoder().decode(Augmentation.self, from: Data(json.utf8))
    var expected = Augmentation()
    expected.rotation = 40
    expected.widthShift = 0.2
    expected.heightShift = 0.2
    expected.shear = 0.3
    expected.zoom = 0.9...1.1
    expected.fill = .black
    #expect(augmentation == expected)
    #expect(try JSONDecoder().decode(Augmentation.self, from: Data("{}".utf8)) == Augmentation())
    #expect(try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(everything)) == everything)
  }

  @Test(arguments: [
    (#"{"rotation":181}"#, "rotation"), (#"{"rotation":-1}"#, "rotation"), (#"{"widthShift":1.5}"#, "widthShift"),
    (#"{"shear":90}"#, "shear"), (#"{"zoom":[0,1]}"#, "zoom"), (#"{"zoom":[1.1,0.9]}"#, "zoom"), (#"{"flip":2}"#, "flip"),
    (#"{"gamma":[-1,1]}"#, "gamma"), (#"{"noise":-0.1}"#, "noise"), (#"{"erasing":1.1}"#, "erasing"),
    (#"{"erasingArea":[0.5,2]}"#, "erasingArea"), (#"{"borderWidth":0.6}"#, "borderWidth"), (#"{"markerSize":[0.1,0.9]}"#, "markerSize"),
    (#"{"fill":"white"}"#, "fill"), (#"{"blur":[-1,1]}"#, "blur"), (#"{"blur":[0,11]}"#, "blur"), (#"{"jpeg":1.5}"#, "jpeg"),
    (#"{"jpegQuality":[0,50]}"#, "jpegQuality"), (#"{"localContrast":-0.1}"#, "localContrast"), (#"{"localContrast":10}"#, "localContrast"),
  ])
  func valuesOutOfRangeAreRefused(json: String, named: String) {
    let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(Augmentation.self, from: Data(json.utf8)) }
    #expect(error.map { "\($0)" }?.contains(named) == true, "\(json)")
  }
}

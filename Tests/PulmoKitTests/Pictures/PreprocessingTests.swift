import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct PreprocessingTests {
  @Test func levelsBecomeScalarsInEveryChannel() {
    let preprocessing = Preprocessing(width: 16, height: 17, channels: 3, mean: 0.2, standardDeviation: 0.5)
    var film = GrayImage(width: 16, height: 17, pixels: Array(repeating: 0, count: 272))
    film.pixels[1] = 255
    film.pixels[271] = 51
    var input = [Float](repeating: .nan, count: 816)
    input.withUnsafeMutableBufferPointer { preprocessing.fill($0, with: film) }
    for channel in 0..<3 {
      #expect(input[channel * 272] == -0.4, "channel \(channel)")  // (0 - 0.2) / 0.5
      #expect(input[channel * 272 + 1] == 1.6, "channel \(channel)")  // (1 - 0.2) / 0.5
      #expect(input[channel * 272 + 271] == 0, "channel \(channel)")  // (51 / 255 - 0.2) / 0.5
      #expect(input[channel * 272 + 100] == -0.4, "channel \(channel)")
    }
  }

  @Test func everyLevelHasTheFormulasBits() {
    let preprocessing = Preprocessing(mean: 0.4823, standardDeviation: 0.2216)
    for level in 0..<256 {
      #expect(preprocessing.scalarOfLevel[level] == (Float(level) / 255 - 0.4823) / 0.2216, "level \(level)")
    }
    #expect(Preprocessing().scalarOfLevel[255] == 1)
  }

  @Test func aFilmIsSquashedTo8Bits() throws {
    let films = try Films(1)
    let picture = try Preprocessing(width: 20, height: 33).picture(at: films.studies[0].path)
    #expect(picture == Films.film(0).resized(width: 20, height: 33))
  }

  @Test(arguments: [
    (#"{"width":15,"height":16,"channels":1,"mean":0,"standardDeviation":1}"#, "15×16"),
    (#"{"width":16,"height":-1,"channels":1,"mean":0,"standardDeviation":1}"#, "16×-1"),
    (#"{"width":16,"height":16,"channels":2,"mean":0,"standardDeviation":1}"#, "2 channels"),
    (#"{"width":16,"height":16,"channels":1,"mean":0,"standardDeviation":0}"#, "deviation of 0"),
    (#"{"width":16,"height":16,"channels":1,"mean":0}"#, "standardDeviation"),
    (#"{"width":16,"height":16,"channels":1,"mean":0,"standardDeviation":1,"tone":"loud"}"#, "loud"),
    (#"{"width":16,"height":16,"channels":1,"mean":0,"standardDeviation":1,"region":"heart"}"#, "heart"),
    (#"{"width":16,"height":16,"channels":1,"mean":0,"standardDeviation":1,"jpegQuality":0}"#, "JPEG quality of 0"),
    (#"{"width":16,"height":16,"channels":1,"mean":0,"standardDeviation":1,"views":0}"#, "0 views"),
  ])
  func valuesOutOfRangeAreRefused(json: String, named: String) throws {
    let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8)) }
    #expect(error.map { "\($0)" }?.contains(named) == true)
  }

  @Test func survivesCoding() throws {
    let preprocessing = Preprocessing(
      width: 96, height: 160, channels: 3, mean: 0.48, standardDeviation: 0.23, tone: .equalized, region: .lungs,
      jpegQuality: 75, views: 5)
    let coded = try JSONEncoder().encode(preprocessing)
    #expect(try JSONDecoder().decode(Preprocessing.self, from: coded) == preprocessing)
  }

  @Test func whatWasWrittenBeforeAKeyWasHasItsDefault() throws {
    let json = #"{"width":16,"height":24,"channels":1,"mean":0,"standardDeviation":1}"#
    let preprocessing = try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8))
    #expect(preprocessing == Preprocessing(width: 16, height: 24))
    #expect(preprocessing.tone == .asIs && preprocessing.region == .whole && preprocessing.jpegQuality == nil && preprocessing.views == 1)
  }

  /// A film squashed and compressed by another program is, to a model of such films, the film itself.
  @Test func anOriginalHasTheLossesOfItsCopy() throws {
    let levels = (0..<(300 * 260)).map { pixel -> UInt8 in
      let wave = 90 * sin(Double(pixel % 300) / 9) * cos(Double(pixel / 300) / 7)
      return UInt8(clamping: 128 + Int(wave) + pixel % 11)
    }
    let original = GrayImage(width: 300, height: 260, pixels: levels)
    let copy = original.resized(width: 96, height: 96).recompressed(quality: 75)
    let plain = Preprocessing(width: 96, height: 96)
    let compressing = Preprocessing(width: 96, height: 96, jpegQuality: 75)
    #expect(compressing.picture(of: original) == copy)
    #expect(compressing.pictures(of: original).shown == copy && compressing.pictures(of: original).plain == plain.picture(of: original))
    func difference(_ first: GrayImage, _ second: GrayImage) -> Int {
      var sum = 0
      for (one, other) in zip(first.pixels, second.pixels) { sum += abs(Int(one) - Int(other)) }
      return sum
    }
    let losses = difference(plain.picture(of: original), copy)
    #expect(losses > 0 && difference(compressing.picture(of: copy), copy) * 10 < losses, "the second time hardly anything is lost")
    #expect(compressing.plain == plain)
  }

  /// The order of what is asked for: lungs, squashing, JPEG, tone.
  @Test func theRegionComesFirstAndTheToneLast() throws {
    let film = SyntheticChest().film(width: 200, height: 100)
    let region = try #require(LungRegion(of: film))
    let part = region.crop(film).resized(width: 64, height: 48).recompressed(quality: 40)
    #expect(Preprocessing(width: 64, height: 48, region: .lungs, jpegQuality: 40).picture(of: film) == part)
    var even = part
    ToneEqualization(of: even).apply(to: &even)
    let all = Preprocessing(width: 64, height: 48, tone: .equalized, region: .lungs, jpegQuality: 40)
    #expect(all.picture(of: film) == even && all.pictures(of: film).shown == even)
    // What films and copies of films are recognised by has none of it.
    #expect(all.pictures(of: film).plain == film.resized(width: 64, height: 48))
    #expect(all.plain.picture(of: film) == film.resized(width: 64, height: 48) && all.plain == Preprocessing(width: 64, height: 48))
  }
}

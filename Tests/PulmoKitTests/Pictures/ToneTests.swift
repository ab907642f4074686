import Imaging
import Testing

@testable import PulmoKit

@Suite struct ToneTests {
  @Test func gammaBendsTheMiddle() {
    let table = Tone(gamma: 2).table
    #expect(table[0] == 0)
    #expect(table[51] == 10)  // 255 · 0.2² = 10.2
    #expect(table[128] == 64)  // 255 · (128 / 255)² = 64.25
    #expect(table[255] == 255)
    #expect(Tone(gamma: 0.5).table[64] == 128)  // 255 · √(64 / 255) = 127.75
  }

  @Test func contrastMovesLevelsFromMidGrey() {
    let table = Tone(contrast: 1.5).table
    #expect(table[127] == 127)  // 127.5 - 0.75
    #expect(table[227] == 255)  // 276.75, clamped
    #expect(table[27] == 0)  // -23.25, clamped
    #expect(table[147] == 157)  // 156.75
    #expect(Set(Tone(contrast: 0).table) == [128])
  }

  @Test func brightnessIsAddedAndClamped() {
    let table = Tone(brightness: 0.2).table
    #expect(table[0] == 51)
    #expect(table[100] == 151)
    #expect(table[250] == 255)
    #expect(Tone(brightness: -0.2).table[30] == 0)
  }

  @Test func theThreeFollowEachOther() {
    // 102: gamma 2 gives 40.8; contrast 0.5 gives 84.15; brightness 0.1 adds 25.5: 109.65.
    #expect(Tone(gamma: 2, contrast: 0.5, brightness: 0.1).table[102] == 110)
  }

  @Test func theDefaultChangesNothing() { #expect(Tone().table == Array(0...255)) }

  @Test func theTableIsApplied() {
    var film = picture([[0, 100], [250, 10]])
    Tone(brightness: 0.2).apply(to: &film)
    #expect(film == picture([[51, 151], [255, 61]]))
  }
}

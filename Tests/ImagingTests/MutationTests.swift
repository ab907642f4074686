import Testing

@testable import Imaging

/// 2,000 damaged files per decoder; `Scripts/fuzz-decoders` runs 100,000 with the address sanitizer.
@Suite struct MutationTests {
  @Test(arguments: [(ImageFormat.jpeg, "jpg"), (.png, "png")])
  func everyMutantIsDecodedOrRefused(format: ImageFormat, suffix: String) throws {
    let originals = try ["decode", "orientation"].flatMap { folder in
      try Goldens.names(in: folder, suffix).map { try Goldens.bytes("\(folder)/\($0)") }
    }
    var mutator = Mutator(originals, format: format, seed: 7)
    var tally = MutationTally()
    for index in 0..<2_000 {
      let problem = tally.decode(mutator.next())
      #expect(problem == nil, "mutant \(index)")
    }
    // Both ways out must be taken often, or the mutants test nothing.
    #expect(tally.decoded > 50 && tally.refused > 500, "\(tally)")
    #expect(tally.slowest < .seconds(60), "\(tally)")  // milliseconds, but for a busy machine
  }
}

import Foundation
import Imaging
import NeuralNet
import Testing

@testable import PulmoKit

/// Networks that learned a planted letter, or a planted shadow, audited on films that have both.
@Suite(.serialized) struct ShortcutTestTests {
  /// Noise of 64×64 pixels; a pneumonia may have a white letter in the upper left corner and a shadow in the middle, half lighter and half
  /// darker than what is around, so that the mean does not tell it.
  private static func film(letter: Bool, shadow: Bool, using generator: inout SplitMix64) -> GrayImage {
    var picture = GrayImage(width: 64, height: 64, pixels: (0..<4096).map { _ in UInt8(90 + generator.next() % 60) })
    if letter { for y in 1..<9 { for x in 1..<9 { picture.pixels[y * 64 + x] = 235 } } }
    if shadow { for y in 22..<42 { for x in 20..<44 { picture.pixels[y * 64 + x] = x < 32 ? 200 : 40 } } }
    return picture
  }

  /// What has a letter.
  private enum Lettered { case pneumonias, everySecondOfBoth }

  private static func write(_ count: Int, to folder: String, _ lettered: Lettered, shadow: Bool, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for name in ["NORMAL", "PNEUMONIA"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    for index in 0..<count {
      let isSick = index % 2 == 1
      let name = isSick ? "PNEUMONIA/person\(index)_bacteria_1.png" : "NORMAL/IM-\(index)-0001.png"
      let letter = lettered == .pneumonias ? isSick : index / 2 % 2 == 0
      try film(letter: letter, shadow: isSick && shadow, using: &generator).write(to: "\(folder)/\(name)", as: .png)
    }
  }

  /// The audit of a small network that learned from films whose pneumonias have a letter and no shadow, or a shadow, while letters say nothing.
  private static func audit(letter: Bool) async throws -> ShortcutAudit {
    let folder = try TestFolder()
    try write(100, to: folder.file("films"), letter ? .pneumonias : .everySecondOfBoth, shadow: !letter, seed: 1)
    try write(60, to: folder.file("asked"), .pneumonias, shadow: true, seed: 2)
    let recipe = try TrainingRunTests.recipe(
      folder, "architecture=smallCNN", "epochs=15", "averageDecay=null", "labelSmoothing=0", "schedule=constant", "learningRate=0.003",
      "augmentation={brightness: 0.3, aspect: 0.25}", "checkpoints.everySteps=null")
    let result = try await TrainingRunTests.finish(try TrainingRun(recipe, at: folder.file("run")))
    let studies = try Dataset(at: folder.file("asked")).studies
    let findings = try await ShortcutTest(result.artifact, threads: 2).run(studies)
    #expect(findings.films.map(\.study) == studies && findings.failures.isEmpty)
    return try ShortcutAudit(findings, threshold: result.artifact.manifest.threshold.value, resamples: 200)
  }

  @Test func aNetworkThatReadsALetterIsCaught() async throws {
    let audit = try await Self.audit(letter: true)
    #expect(audit.verdict == .fail)
    for question in [AuditQuestion.borderOnly, .cornersOnly, .lungsHidden, .markersCovered, .backgroundFlat, .backgroundFollowed] {
      #expect(audit[question]?.verdict == .fail, "\(question)\n\(audit.table)")
    }
    // The letter is there to be learned from the corners alone.
    #expect(audit[FilmView.cornersOnly]?.probeVerdict == .fail, "\(audit.table)")
  }

  /// Its answers stand on the shadow: nothing is lost where its surroundings are covered or replaced, and without lungs no film is called sick.
  /// The verdicts on views without lungs are not asked for here: they go by the order of scores, however near 0 all of them lie, and so they
  /// count how a small network's corner weights happen to answer a letter.
  @Test func aNetworkThatReadsTheMiddleLosesNothing() async throws {
    let audit = try await Self.audit(letter: false)
    for question in [AuditQuestion.markersCovered, .backgroundFlat, .backgroundOther, .brightness, .aspect] {
      #expect(audit[question]?.verdict == .pass, "\(question)\n\(audit.table)")
    }
    for view in ShortcutTest.probed { #expect(audit[view]?.sensitivity == 0, "\(view)\n\(audit.table)") }
    // The same letters are there to be used, and this network does not.
    #expect(audit[FilmView.cornersOnly]?.probeVerdict == .fail, "\(audit.table)")
  }

  @Test func threadsChangeNothingAndWhatCannotBeReadIsNamed() async throws {
    let films = try Films(6)
    let model = try ScreeningModels.logistic(weight: 0.02, bias: -2)
    let one = try await ShortcutTest(model, threads: 1).run(films.studies)
    let three = try await ShortcutTest(model, threads: 3).run(films.studies)
    #expect(one.films == three.films && one.dataSHA256 == three.dataSHA256 && one.probes == three.probes)
    #expect(one.films.allSatisfy { $0.background != nil && $0.study.patient != $0.background?.patient })
    let other = try await ShortcutTest(model, threads: 1, seed: 2).run(films.studies)
    #expect(other.films.map(\.background) != one.films.map(\.background))
    // As it is, a film has the score of the robustness test.
    let robustness = try await RobustnessTest(model, threads: 1).score(films.studies)
    #expect(one.films.map { $0.views[0] } == robustness.map(\.clean))
    #expect(one.films.map { $0.sweeps[0][5] } == robustness.map { $0.corrupted[0] })
    try films.damage(2)
    let damaged = try await ShortcutTest(model, threads: 2).run(films.studies)
    #expect(damaged.films.count == 5 && damaged.failures.map(\.path) == [films.studies[2].path])
  }

  /// What goes away after it was read is in all figures: each film is read once.
  @Test func aFilmThatGoesAwayMeanwhileStays() async throws {
    let films = try Films(6)
    let model = try ScreeningModels.logistic(weight: 0.02, bias: -2)
    let whole = try await ShortcutTest(model, threads: 2).run(films.studies)
    let findings = try await ShortcutTest(model, threads: 2).run(films.studies) { step, done, all in
      guard step == .reading, done == all else { return }
      try? films.damage(2)
      try? FileManager.default.removeItem(atPath: films.studies[4].path)
    }
    #expect(findings.films == whole.films && findings.failures.isEmpty && findings.dataSHA256 == whole.dataSHA256)
  }

  /// A film for which the model gives no number is named and left out of everything that goes by films; the others stay.
  @Test func aFilmWithoutANumberIsLeftOut() async throws {
    let films = try Films(12)
    try GrayImage(width: 64, height: 64, pixels: (0..<4096).map { UInt8(235 + $0 % 20) }).write(to: films.studies[2].path, as: .png)
    let findings = try await ShortcutTest(try ScreeningModels.overflowing(weight: 1.6e36), threads: 2).run(films.studies)
    #expect(findings.films.count == 11 && findings.failures.map(\.path) == [films.studies[2].path], "\(findings.failures)")
    #expect(findings.failures.first?.reason.contains("gives no number") == true)
    let others = films.studies.filter { $0 != films.studies[2] }
    let digest = try FileHashes(of: others).digest
    #expect(findings.films.map(\.study) == others && findings.dataSHA256 == digest)
    #expect(findings.fingerprints.count == 11 && findings.probes.count == 3 && findings.probes.values.allSatisfy { $0.count == 11 })
    let none = try await ShortcutTest(try ScreeningModels.overflowing(), threads: 1).run(films.studies)
    #expect(none.films.isEmpty && none.failures.count == 12)
  }

  /// One child's films have no other child's background; of two children, however uneven, all have one.
  @Test func backgroundsAreOtherChildrens() async throws {
    let films = try Films(4)
    func studies(of patients: [String]) -> [Study] {
      zip(films.studies, patients).map { Study(id: $0.id, patient: $1, path: $0.path, label: $0.label, folder: nil) }
    }
    let model = try ScreeningModels.logistic(weight: 0.02, bias: -2)
    let one = try await ShortcutTest(model, threads: 2).run(studies(of: ["a", "a", "a", "a"]))
    #expect(one.films.allSatisfy { $0.background == nil && $0.views[6] == nil && $0.views[5] != nil })
    let uneven = (0..<5000).map { Study(id: "\($0)", patient: $0 == 7 ? "b" : "a", path: "", label: .normal, folder: nil) }
    let backgrounds = Backgrounds(of: uneven, seed: 1)
    #expect((0..<50).allSatisfy { $0 == 7 || backgrounds[uneven[$0]] == 7 } && backgrounds[uneven[7]] != 7)
  }

  /// Each view has the answers of its own probe, and each fold those of a probe that did not learn from it.
  @Test func probesAreAskedViewByView() async throws {
    let films = try Films(12)
    let findings = try await ShortcutTest(try ScreeningModels.logistic(weight: 0.02, bias: -2), threads: 2).run(films.studies)
    let folds = try #require(ShortcutProbe.folds(of: films.studies, hashes: try FileHashes(of: films.studies), seed: 1))
    let pictures = try films.studies.map { AuditPicture(of: try GrayImage(contentsOf: $0.path)) }
    for view in ShortcutTest.probed {
      let seen = try pictures.map { picture in
        ProbePicture(of: picture.picture, hiding: try #require(view.hidden(on: picture.picture, lungs: picture.lungs)))
      }
      let probe = ShortcutProbe(pictures: seen, labels: films.studies.map(\.label.isPneumonia))
      var expected = [Double](repeating: .nan, count: 12)
      for fold in 0..<ShortcutProbe.foldCount {
        let answers = try #require(probe.probabilities(ofFold: fold, of: folds))
        for (film, answer) in zip(folds.indices.filter { folds[$0] == fold }, answers) { expected[film] = answer }
      }
      #expect(findings.probes[view] == expected, "\(view)")
    }
    #expect(Set(ShortcutTest.probed.map { findings.probes[$0] }).count == 3)
  }
}

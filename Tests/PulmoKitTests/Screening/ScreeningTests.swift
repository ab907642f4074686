import Foundation
import Imaging
import Testing

@testable import PulmoKit

@Suite struct ScreeningTests {
  struct Stop: Error {}

  /// Readings of `paths` in the order they come.
  static func readings(_ paths: [String], _ artifact: ModelArtifact, threads: Int) async throws -> [Reading] {
    var readings: [Reading] = []
    try await Screening(artifact, threads: threads).read(paths) { readings.append($0) }
    return readings
  }

  /// Training's validation reads a film through the picture store, screening from its file: the same bits in, the same bits out.
  @Test(arguments: [1, 2, 5, .max])
  func readsInOrderWhatThePredictorSays(threads: Int) async throws {
    let films = try Films(23)
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32)
    let store = PictureStore(preprocessing: model.manifest.preprocessing)
    _ = try await store.load(films.studies) { _, _ in }
    let pictures = try films.studies.map { try store.picture(of: $0) }
    #expect(pictures == (try films.studies.map { try model.manifest.preprocessing.picture(at: $0.path) }))
    let expected = try await Predictor(model).probabilities(of: pictures)
    let readings = try await Self.readings(films.studies.map(\.path), model, threads: threads)
    #expect(readings.map(\.path) == films.studies.map(\.path))
    #expect(readings.map { try? $0.result.get().probabilities } == expected)
  }

  /// Region and tone belong to the picture, so every road takes them; a film is recognised whole and in its own levels.
  @Test func theRegionAndToneOfAModelAreTheSameOnEveryRoad() async throws {
    let films = try Films(3)
    try SyntheticChest().film(width: 150, height: 120).write(to: films.studies[1].path, as: .png)
    let plain = Preprocessing(width: 32, height: 32)
    let model = try ScreeningModels.drawn(
      .smallCNN(SmallCNN()), Preprocessing(width: 32, height: 32, tone: .equalized, region: .lungs))
    let store = PictureStore(preprocessing: model.manifest.preprocessing)
    _ = try await store.load(films.studies) { _, _ in }
    let pictures = try films.studies.map { try store.picture(of: $0) }
    #expect(pictures == (try films.studies.map { try model.manifest.preprocessing.picture(at: $0.path) }))
    #expect(pictures[1] != (try plain.picture(at: films.studies[1].path)))
    #expect(try films.studies.map { try store.plainPicture(of: $0) } == films.studies.map { try plain.picture(at: $0.path) })
    let expected = try await Predictor(model).probabilities(of: pictures)
    var readings: [Reading] = []
    var screening = Screening(model, threads: 2)
    screening.takesFingerprints = true
    try await screening.read(films.studies.map(\.path)) { readings.append($0) }
    #expect(readings.map { try? $0.result.get().probabilities } == expected)
    #expect(readings.map(\.fingerprint) == (try films.studies.map { PictureFingerprint(of: try plain.picture(at: $0.path)) }))
  }

  /// Several views: the first is the film itself, and the probability is of the mean of the logits, whatever the number of threads.
  @Test func aProbabilityOfViewsIsOfTheMeanOfTheirLogits() async throws {
    let model = try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32)
    let films = try Films(3)
    let paths = films.studies.map(\.path)
    func read(views: Int, threads: Int) async throws -> [FilmProbabilities] {
      var probabilities: [FilmProbabilities] = []
      try await Screening(try model.with(views: views), threads: threads).read(paths) {
        probabilities.append(try $0.result.get().probabilities)
      }
      return probabilities
    }
    let predictor = try await Predictor(model)
    for (path, whole) in zip(paths, try await read(views: 8, threads: 2)) {
      let picture = try model.manifest.preprocessing.picture(at: path)
      let views = (0..<8).map { FilmViews.view($0, of: picture) }
      #expect(Set(views).count == 8 && views[0] == picture)
      let logits = try await predictor.logits(of: 0..<8) { predictor.preprocessing.fill($1, with: views[$0]) }
      let mean = logits.reduce(0) { $0 + Double($1[0]) } / 8
      #expect(abs(whole.pneumonia - 1 / (1 + exp(-mean))) < 2e-7 && whole.pneumonia != 1 / (1 + exp(-Double(logits[0][0]))))
      let mixed = logits.reduce(0) { $0 + 1 / (1 + exp(-Double($1[0]))) } / 8
      #expect(abs(whole.pneumonia - mixed) > 1e-6, "the mean of logits, not of probabilities")
    }
    let (one, three) = (try await read(views: 8, threads: 1), try await read(views: 8, threads: 3))
    #expect(one == three)
    let batched = try await Predictor(try model.with(views: 3), batchSize: 4)
    let together = try await batched.probabilities(of: try paths.map { try model.manifest.preprocessing.picture(at: $0) })
    let apart = try await read(views: 3, threads: 1)
    #expect(together.count == 3 && zip(together, apart).allSatisfy { abs($0.pneumonia - $1.pneumonia) < 1e-6 })
    let pictures = try paths.map { try model.manifest.preprocessing.picture(at: $0) }
    let (single, plain) = (try await read(views: 1, threads: 1), try await predictor.probabilities(of: pictures))
    #expect(single == plain)
  }

  @Test func badFilmsGetAnErrorAndNoProbability() async throws {
    let films = try Films(6)
    try films.damage(2)
    let paths = films.studies.map(\.path) + [films.directory + "/missing.png"]
    let readings = try await Self.readings(paths, try ScreeningModels.drawn(.smallCNN(SmallCNN()), side: 32), threads: 2)
    #expect(readings.map(\.path) == paths)
    for (index, reading) in readings.enumerated() {
      switch reading.result {
      case .success: #expect(![2, 6].contains(index), "film \(index)")
      case .failure(let error):
        #expect([2, 6].contains(index), "film \(index): \(error.reason)")
        #expect(error.path == paths[index])
        #expect(!error.reason.isEmpty)
      }
    }
  }

  /// `NaN >= threshold` is false: without a check a broken model would call every film normal.
  @Test func whatIsNoNumberIsAnError() async throws {
    let films = try Films(2)
    let model = try ScreeningModels.overflowing()
    for reading in try await Self.readings(films.studies.map(\.path), model, threads: 1) {
      #expect(throws: ImagingError.self, "\(reading)") { try reading.result.get() }
    }
  }

  @Test func decisionIsPneumoniaFromTheThresholdOn() {
    #expect(Prediction(probability: 0.25, threshold: 0.25).decision == .pneumonia)
    #expect(Prediction(probability: 0.25.nextDown, threshold: 0.25).decision == .normal)
  }

  @Test func theListenersErrorEndsTheScreening() async throws {
    let films = try Films(20)
    let model = try ScreeningModels.logistic(weight: 0.01, bias: 0)
    var seen = 0
    await #expect(throws: Stop.self) {
      try await Screening(model, threads: 2).read(films.studies.map(\.path)) { _ in
        seen += 1
        if seen == 3 { throw Stop() }
      }
    }
    #expect(seen == 3)
  }

  @Test func cancellationKeepsWhatWasHandedOn() async throws {
    let films = try Films(20)
    let model = try ScreeningModels.logistic(weight: 0.01, bias: 0)
    let paths = films.studies.map(\.path)
    let task = Task {
      var seen: [String] = []
      do {
        try await Screening(model, threads: 2).read(paths) { reading in
          seen.append(reading.path)
          if seen.count == 4 { withUnsafeCurrentTask { $0?.cancel() } }
        }
        return (seen, false)
      } catch is CancellationError {
        return (seen, true)
      }
    }
    let (seen, wasCancelled) = try await task.value
    #expect(wasCancelled)
    #expect(seen == Array(paths.prefix(seen.count)))
    #expect((4..<20).contains(seen.count))
  }

  @Test func readingsAreSixKeysOfJSON() throws {
    let error = ImagingError(path: "a/b.png", reason: "is \"bad\"")
    let bad = try JSONEncoder().encode(Reading(path: "a/b.png", result: .failure(error)))
    let good = try JSONEncoder().encode(Reading(path: "ü.png", result: .success(Prediction(probability: 0.75, threshold: 0.5))))
    #expect(
      try JSONSerialization.jsonObject(with: bad) as? NSDictionary
        == [
          "path": "a/b.png", "probability": NSNull(), "probabilities": NSNull(), "decision": NSNull(), "triage": NSNull(),
          "error": "is \"bad\"",
        ])
    #expect(
      try JSONSerialization.jsonObject(with: good) as? NSDictionary
        == [
          "path": "ü.png", "probability": 0.75, "probabilities": NSNull(), "decision": "pneumonia", "triage": NSNull(), "error": NSNull(),
        ])
    let classes = ClassProbabilities(normal: 0.25, bacterial: 0.5, viral: 0.25)
    let reading = Reading(
      path: "a.png", result: .success(Prediction(probability: 0.75, classes: classes, threshold: 0.5, triage: .greyZone)))
    let json = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(reading)) as? NSDictionary
    #expect(json?["triage"] as? String == "grey zone")
    #expect(json?["probabilities"] as? NSDictionary == ["normal": 0.25, "bacterial": 0.5, "viral": 0.25])
    #expect(ReadingFile.line(reading) == "a.png,0.75,0.5,pneumonia,,0.25,0.5,0.25,grey zone\n")
  }
}

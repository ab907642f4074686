/// The page that tells people what a model is for, what it learned from, what it reaches and where it fails.
///
/// ```swift
/// let artifact = try ModelArtifact(at: "run/artifact")
/// let evaluation = try EvaluationRecord(at: "test.json", of: artifact.manifest)
/// print(ModelCard(artifact.manifest, evaluations: [evaluation]).markdown)
/// ```
///
/// A training writes it without evaluations. What only people can know is listed as open, never filled in.
///
/// Source of the outline: Mitchell et al., "Model cards for model reporting", FAT* 2019.
public struct ModelCard: Sendable {
  let manifest: ModelManifest
  let evaluations: [EvaluationRecord]
  let audits: [AuditRecord]

  /// - Parameters:
  ///   - manifest: the model's.
  ///   - evaluations: of this model, in the order the card is to tell them.
  ///   - audits: of this model, in the order the card is to tell them.
  public init(_ manifest: ModelManifest, evaluations: [EvaluationRecord] = [], audits: [AuditRecord] = []) {
    precondition(evaluations.allSatisfy { $0.model.sha256 == manifest.weightsSHA256 }, "an evaluation of another model")
    precondition(audits.allSatisfy { $0.model.sha256 == manifest.weightsSHA256 }, "an audit of another model")
    self.manifest = manifest
    self.evaluations = evaluations
    self.audits = audits
  }

  /// The card's text.
  public var markdown: String {
    """
    # \(manifest.name) \(manifest.version)

    **Not for diagnosis.** A research model, no medical device; a person who reads X-rays has to look at every film.

    ## Intended use
    \(manifest.intendedUse)

    ## Population
    \(population). On other people's films, other projections (PA, lateral), other hospitals' machines or photographs of
    films its figures do not hold: published models trained on such films fell from an AUROC of .95 to .54 outside their hospital.

    ## Network and input
    \(network)

    ## Data and training
    \(data)

    The recipe, every setting written out:

    ```yaml
    \(manifest.recipe.trimmedEnd)
    ```

    ## Threshold
    \(threshold)

    ## Triage
    \(triage)

    ## Figures
    \(figures)

    ## Subgroups
    \(subgroups)

    ## Calibration
    \(calibration)

    ## Shortcuts
    \(shortcuts)

    ## Limits
    \(limits)

    \(open)

    ## Hashes
    \(hashes)

    """
  }

  private var hashes: String {
    let films = manifest.dataHashes.sorted { $0.key < $1.key }.map { "- films, \($0.key): SHA-256 of their list `\($0.value)`" }
    let record = manifest.learnedFilmsSHA256.map { "- the record of its films: SHA-256 `\($0)`" }
    return (["- weights: SHA-256 `\(manifest.weightsSHA256)`"] + films + [record].compactMap(\.self)).joined(separator: "\n")
  }

  private var population: String {
    manifest.trainedOn == ModelManifest.notStated ? "What films it was trained on is not stated" : "Trained on \(manifest.trainedOn)"
  }

  private var network: String {
    let input = manifest.preprocessing
    let channels = input.channels == 1 ? "one grey channel" : "\(input.channels) equal channels"
    let subject = input.region == .whole ? "A film" : "The rectangle around the lungs, or the film where none is found,"
    let compression = input.jpegQuality.map { " and passed through a JPEG of quality \($0)" } ?? ""
    let tone =
      switch input.tone {
      case .asIs: ""
      case .equalized: "; its grey levels are spread evenly from black to white"
      case .adaptive: "; its grey levels are spread evenly from black to white, then its contrast is made alike in all parts (CLAHE)"
      }
    let views =
      input.views == 1 ? "" : ", of the mean of the logits of \(input.views) views of the film, moved, turned and enlarged a little"
    let kinds = manifest.scheme == .threeClasses ? ", and those of normal, bacterial and viral" : ""
    let calibration = manifest.calibration.map {
      " Its logit of pneumonia is calibrated (\($0.text)), fitted on \($0.fittedOn)\(calibrationErrors)."
    }
    return """
      `\(manifest.architecture.name)`. \(subject) is squashed to \(input.width) × \(input.height) pixels\(compression), \(channels)\(tone); a grey level \
      becomes (level / 255 - \(input.mean)) / \(input.standardDeviation). The output is the probability of pneumonia, 0 to 1\(kinds)\(views).\
      \(calibration ?? "")
      """
  }

  /// What calibration did on the part `test`, where training measured it and it is still in force.
  private var calibrationErrors: String {
    guard manifest.earlierThresholds.isEmpty, let before = manifest.metrics["eceUncalibrated"], let after = manifest.metrics["ece"] else {
      return ""
    }
    return
      "; on the part `test` the expected calibration error was \(before.formatted(decimals: 4)) before and is \(after.formatted(decimals: 4))"
  }

  private var data: String {
    """
    \(dealing) The weights are learned on the part `train`, \(choices), and training's own figures come from `test`, \
    \(manifest.flattery ?? "which chose \(manifest.chosenByTest)").\(start)
    """
  }

  /// What training chose, and on what.
  private var choices: String {
    let recipe = try? Recipe(yaml: manifest.recipe, path: manifest.name)
    let isCalibrated = manifest.calibration != nil && manifest.earlierThresholds.isEmpty
    let threshold = manifest.earlierThresholds.isEmpty ? "threshold" : "first threshold"
    let isLastKept = recipe?.keptEpoch == .last
    let kept = isLastKept ? "the last epoch's are kept, " : ""
    // Beside the threshold, if that is chosen on `val` too.
    let chosenOnVal = !isLastKept ? "the best epoch" : isCalibrated ? "calibration" : nil
    guard recipe?.thresholdScores == nil else {
      let origin = "on scores that other networks of the recipe gave films of `train` and `val` they had not learned from"
      return "\(kept)\(chosenOnVal.map { "\($0) is chosen on `val`, " } ?? "")the \(threshold) \(origin)"
    }
    return "\(kept)\(chosenOnVal.map { "\($0) and " } ?? "")the \(threshold) are chosen on `val`"
  }

  private var dealing: String {
    manifest.splitUnit == .film
      ? "Films are dealt into parts one by one: films of one child stand in several parts."
      : "Children are dealt into parts as wholes, and so are equal pictures."
  }

  private var start: String {
    guard let model = manifest.initialModel else { return "" }
    let split = model.sharesSplit ? "learned" : "is not known to have learned"
    return """


      The weights started from those of \(model.name) \(model.version) (SHA-256 `\(model.weightsSHA256)`; trained on: \(model.trainedOn)), \
      which \(split) from the same part `train`\(model.sharesSplit ? "" : ": the figures may flatter").
      """
  }

  private var threshold: String {
    func text(_ threshold: OperatingThreshold) -> String {
      """
      \(threshold.value): from this probability on, the decision is pneumonia. Chosen on \(threshold.studyCount) films \
      (\(threshold.chosenOn)) to find at least \(Self.percent(threshold.wantedSensitivity)) of the pneumonias among them.
      """
    }
    let earlier = manifest.earlierThresholds.map { "- before: \(text($0))" }
    return ([text(manifest.threshold)] + (earlier.isEmpty ? [] : [""]) + earlier).joined(separator: "\n")
  }

  private var triage: String {
    guard let triage = manifest.triage else { return "None: the model has no thresholds of triage; `pulmo calibrate` chooses them." }
    let (miss, alarm) = (Self.percent(triage.promise.missRate), Self.percent(triage.promise.alarmRate))
    let clear =
      triage.clearBelow.map { "Below \($0) a film is clear: in expectation at most \(miss) of patients with a pneumonia have one cleared." }
      ?? "No film is clear: \(triage.pneumoniaPatients) patients with a pneumonia are too few to promise that \(miss) are missed."
    let urgent =
      triage.urgentAbove.map { "Above \($0) it is urgent: in expectation at most \(alarm) of normal patients have a film called so." }
      ?? "No film is urgent: \(triage.normalPatients) normal patients are too few to promise that \(alarm) are alarmed."
    return """
      \(clear) \(urgent) Between, a radiologist decides.

      Chosen on \(triage.chosenOn) (\(triage.pneumoniaPatients) with a pneumonia, \(triage.normalPatients) normal), by conformal risk control \
      in each class. The promise is for patients exchangeable with those, and for no others: not for another hospital's, nor for a subgroup.
      """
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }
}

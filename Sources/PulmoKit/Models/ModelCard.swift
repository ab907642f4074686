/// The page that tells people what a model is for, what it learned from, what it reaches and where it fails.
///
/// Source of the outline: Mitchell et al., "Model cards for model reporting", FAT* 2019.
struct ModelCard {
  let manifest: ModelManifest

  init(_ manifest: ModelManifest) { self.manifest = manifest }

  var markdown: String {
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

    ## Figures
    \(figures)

    ## Limits
    - It says pneumonia or normal. It knows no other finding: a film with another disease is still called one of the two.
    - Its number is the network's probability, not a calibrated risk; at a site with another share of sick children it means something else.
    - A threshold chosen on one hospital's films may give another sensitivity on another's: `pulmo calibrate` chooses one on your own.
    - Networks learn how a film was taken, letters and borders included, where that goes along with the disease. This one may have.
    - Films of one child are alike, and the intervals above count films: they are narrower than the truth.

    ## Hashes
    - weights: SHA-256 `\(manifest.weightsSHA256)`
    \(manifest.dataHashes.sorted { $0.key < $1.key }.map { "- films, \($0.key): SHA-256 of their list `\($0.value)`" }.joined(separator: "\n"))

    """
  }

  private var population: String {
    manifest.trainedOn == ModelManifest.notStated ? "What films it was trained on is not stated" : "Trained on \(manifest.trainedOn)"
  }

  private var network: String {
    let input = manifest.preprocessing
    let channels = input.channels == 1 ? "one grey channel" : "\(input.channels) equal channels"
    return """
      `\(manifest.architecture.name)`. A film is squashed to \(input.width) × \(input.height) pixels, \(channels); a grey level \
      becomes (level / 255 - \(input.mean)) / \(input.standardDeviation). The output is the probability of pneumonia, 0 to 1.
      """
  }

  private var data: String {
    """
    Children are dealt into parts as wholes, and so are equal pictures. The weights are learned on the part `train`, the best epoch and the
    \(manifest.earlierThresholds.isEmpty ? "threshold" : "first threshold") are chosen on `val`, and the figures below come from `test`, \
    \(manifest.flattery ?? "which chose nothing").\(start)
    """
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

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }
}

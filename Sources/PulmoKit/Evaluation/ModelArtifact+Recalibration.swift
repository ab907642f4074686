extension ModelArtifact {
  /// The same network with another threshold, calibration and triage; the threshold in force joins ``ModelManifest/earlierThresholds``, and
  /// the version says that it was calibrated: `1.0.0` becomes `1.0.0+calibrated.1`. The figures stay those of
  /// ``ModelManifest/measuredThreshold``.
  /// - Parameters:
  ///   - calibration: the new ones.
  ///   - films: those it was made on: they join the model's record, where it has one. Without them the record is whole no more.
  /// - Throws: ``ArtifactError`` where a threshold is no probability.
  public func recalibrated(by calibration: SiteCalibration, on films: [PictureFingerprint] = []) throws(ArtifactError) -> ModelArtifact {
    var manifest = manifest
    var earlier = manifest.threshold
    earlier.calibration = manifest.calibration
    manifest.earlierThresholds.append(earlier)
    manifest.threshold = calibration.threshold
    manifest.calibration = calibration.calibration
    manifest.triage = calibration.triage
    let base = manifest.version.split(separator: "+calibrated", maxSplits: 1, omittingEmptySubsequences: false)[0]
    manifest.version = "\(base)+calibrated.\(manifest.earlierThresholds.count)"
    var record = learnedFilms?.adding(films, as: .calibration)
    if films.isEmpty { record?.isWhole = false }
    return try ModelArtifact(manifest: manifest, parameters: parameters, learnedFilms: record)
  }
}

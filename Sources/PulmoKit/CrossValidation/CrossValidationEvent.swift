public import Imaging

/// What a cross-validation reports while it runs, in order.
public enum CrossValidationEvent: Sendable {
  /// Films decoded so far, of all, to deal them into folds.
  case dealing(done: Int, of: Int)
  /// Films left out of all folds because they cannot be read, each with its reason.
  case skipped([ImagingError])
  /// A training begins or goes on: the n-th of all.
  case began(ValidationRun, number: Int, of: Int)
  /// What the training at work reports.
  case training(TrainingEvent)
  /// A training that was finished before is passed over.
  case passedOver(ValidationRun, number: Int, of: Int)
  /// The films that a training left out are scored; nil where a class is missing among them.
  case scored(ValidationRun, auroc: Double?)
  /// Of these films, scored under every corruption so far, of all.
  case corrupting(ValidationRun, done: Int, of: Int)
}

/// How a cross-validation ended.
public enum CrossValidationOutcome: Sendable {
  case finished(CrossValidationResult)
  /// Cancelled in the middle of a training; the same call goes on from there with the same bits.
  case interrupted(ValidationRun)
}

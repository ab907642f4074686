import Imaging

/// Readings as a CSV file: columns `path,probability,threshold,decision,error`, one film a row.
public enum ReadingFile {
  /// The file's first line.
  public static let header = "path,probability,threshold,decision,error\n"

  /// One film's line: a film that cannot be read has a path and an error only. Numbers are written so that reading them back gives the
  /// same bits.
  public static func line(_ reading: Reading) -> String {
    switch reading.result {
    case .success(let prediction):
      CSVTable.line([
        reading.path, "\(prediction.probability)", "\(prediction.threshold)", prediction.decision.rawValue, "",
      ])
    case .failure(let error):
      CSVTable.line([reading.path, "", "", "", error.reason])
    }
  }
}

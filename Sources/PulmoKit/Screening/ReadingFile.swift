import Imaging

/// Readings as a CSV file: columns `path,probability,threshold,decision,error,normal,bacterial,viral,triage`, one film a row; the last four
/// are empty where the model does not tell the kinds apart, or has no thresholds of triage.
public enum ReadingFile {
  /// The file's first line.
  public static let header = "path,probability,threshold,decision,error,normal,bacterial,viral,triage\n"

  /// One film's line: a film that cannot be read has a path and an error only. Numbers are written so that reading them back gives the
  /// same bits.
  public static func line(_ reading: Reading) -> String {
    switch reading.result {
    case .success(let prediction):
      CSVTable.line(
        [
          reading.path, "\(prediction.probability)", "\(prediction.threshold)", prediction.decision.rawValue, "",
        ] + classes(prediction.classes) + [prediction.triage?.rawValue ?? ""])
    case .failure(let error):
      CSVTable.line([reading.path, "", "", "", error.reason] + classes(nil) + [""])
    }
  }

  private static func classes(_ classes: ClassProbabilities?) -> [String] {
    classes.map { ["\($0.normal)", "\($0.bacterial)", "\($0.viral)"] } ?? ["", "", ""]
  }
}

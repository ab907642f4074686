import ArgumentParser
import Imaging
import PulmoKit

struct Screen: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say of each film how probable pneumonia is, and what that means at the model's threshold.",
    discussion: """
      Reads films (JPEG or PNG) and prints one row for each: its path, the probability of pneumonia that the network gives it, \
      the model's threshold, and the decision. The decision is "pneumonia" where the probability is at least the threshold, \
      else "normal". A model with thresholds of triage also says where a film goes, clear, grey zone or urgent, and what it \
      promises of that; the table is then sorted by urgency when all films are done. A film that cannot be read gets an error and no probability: a truncated or damaged file, a picture \
      under 64 pixels, one grey level only, a coloured photograph.

      A file is always tried. A folder is walked at any depth, in order of name; films are its files ending in .jpeg, .jpg, \
      .jpe, .jfif or .png, hidden files are left out, other files are counted. Symbolic links are followed, each folder once. \
      A path that comes up twice is screened once.

      Rows appear as the films are done, in order, on standard output, or sorted by urgency when all are done; progress and errors go to standard error. Ctrl-C \
      ends after the films at work and leaves a valid JSON file and CSV file with what is done.

      A model may look at several views of each film, which is moved, turned and enlarged a little for them; the probability is of their mean. --views 1 \
      is the quickest. Thresholds are of the model's own number: what triage promises does not hold of another, and --report refuses it.

      JSON (--json)
        {"model": {"name", "version", "sha256", "trainedOn"},
         "views": of each film,
         "threshold": number,
         "triage": {"clearBelow", "urgentAbove": number or null, "promise": {"missRate", "alarmRate"} or null
                    for other views than the model's own}, or null where the model has no thresholds of triage,
         "notice": text,
         "images": [{"path": text,
                     "probability": of pneumonia, or null where there is an error,
                     "probabilities": {"normal", "bacterial", "viral"}, or null where the model tells no kinds apart,
                     "decision": "normal" or "pneumonia", or null,
                     "triage": "clear", "grey zone" or "urgent", or null,
                     "error": the reason, or null}],
         "summary": {"films", "normal", "pneumonia", "failed": counts,
                     "triage": {"clear", "grey zone", "urgent": counts}, where there are thresholds,
                     "skippedFiles": files in folders that are no films,
                     "interrupted": true or false}}
        The file appears when the screening ends. Keys are added in later versions, never renamed.

      CSV (--csv)
        path,probability,threshold,decision,error,normal,bacterial,viral,triage
        Rows are added as films are done.

      REPORT (--report)
        One HTML page to work from, which opens without a network and prints: the films in order of urgency, those that cannot \
        be read first and apart, each with a small picture, its probabilities, decision and zone; filters by zone and file name; what \
        the thresholds promise and on whom. Over each picture comes, at a touch, what speaks for pneumonia (Grad-CAM), with a verdict \
        on whether it lies where a pneumonia may be; further checks: pulmo explain --check. The page is written when the screening \
        ends, holds \(TriagePage.filmLimit) films at most, and takes another run of the network forward and back for each. The readings \
        are the same with and without it.

      EXAMPLES
        pulmo screen film.jpeg
        pulmo screen Examples --report triage.html
        pulmo screen Examples --json readings.json
        pulmo screen monday tuesday/*.png --csv readings.csv --threads 1
        pulmo screen Examples --json - | jq '.images[] | select(.decision == "pneumonia").path'

      EXIT CODES
        0    every film was read
        1    some films could not be read: each is named on standard error, the rest is done
        3    no film could be read, or there was none, or the model cannot be used
        64   wrong usage
        130  interrupted; the files hold what was done by then

      Not for diagnosis. A probability means something only for films like those the model learned from: pulmo model show.
      """)

  @Argument(help: ArgumentHelp("Films, and folders of films.", valueName: "path"))
  var paths: [String]

  @OptionGroup var model: ModelOptions

  @Option(help: ArgumentHelp("Write the readings as JSON to this file; - is standard output, in place of the table.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the readings as CSV to this file; - is standard output, in place of the table.", valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("Write the films in order of urgency as one HTML page to this file.", valueName: "file"))
  var report: String?

  @OptionGroup var views: ViewOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if [json, csv, report].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard output takes one of --json, --csv and --report; give the others a file.")
    }
  }

  func run() async throws {
    let search = FilmSearch(paths)
    guard !search.films.isEmpty || !search.failures.isEmpty else {
      throw CommandError.nothingDone(
        "there is no film (.jpeg, .jpg or .png) in \(paths.joined(separator: ", "))\(search.skippedText.map { "; \($0)" } ?? "")")
    }
    let pageCount = search.films.count + search.failures.count
    if self.report != nil, pageCount > TriagePage.filmLimit {
      throw CommandError.usage(
        "--report holds \(TriagePage.filmLimit) films at most, and there are \(pageCount); "
          + "screen a folder at a time, each with a report of its own")
    }
    let artifact = try await model.load()
    let asked = try await views.applied(to: artifact)
    if self.report != nil, asked.manifest.preprocessing != artifact.manifest.preprocessing {
      throw CommandError.usage("--report tells what triage promises of the model's own views; leave --views out")
    }
    let page = try self.report.map { path throws(CommandError) in
      try TriageReport(path, artifact.manifest, TriageSource(paths: paths, filmCount: pageCount, skippedCount: search.skippedCount))
    }
    let report = try ScreenReport(
      search, manifest: artifact.manifest, views: asked.manifest.preprocessing.views, json: json, csv: csv, page: page)
    var screening = Screening(asked, threads: threads.count)
    screening.takesPictures = page != nil
    do {
      try await orNothingDone {
        try await screening.read(search.films) { reading in
          try report.add(reading)
          if report.isUnwanted { throw CancellationError() }
        }
      }
    } catch let error where !(error is CancellationError) {
      report.printByUrgency()
      throw error
    } catch {
      try report.finish(interrupted: true)
      if report.isUnwanted { throw CommandError.interrupted(nil) }
      throw CommandError.interrupted("interrupted after \(report.count) of \(search.films.count) films\(report.keptText)")
    }
    try report.finish(interrupted: false)
    if report.failed == report.count {
      throw CommandError.nothingDone(report.failed == 1 ? "the film could not be read" : "none of the \(report.failed) films could be read")
    }
    if report.failed > 0 { throw CommandError.someFailed }
  }
}

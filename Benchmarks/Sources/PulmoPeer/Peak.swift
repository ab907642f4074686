import ArgumentParser
import CPeak

/// Measures what the processor can do at most.
struct Peak: ParsableCommand {
  @Option var seconds = 0.5

  func run() throws {
    let vectors = String(cString: pulmo_peak_vectors())
    let gigaflops = pulmo_peak_gigaflops(Int32(Setting.threads), seconds)
    print(#"{"gigaflops": \#(gigaflops), "vectors": "\#(vectors)"}"#)
  }
}

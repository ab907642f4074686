// The loop of Scripts/fuzz-decoders: FORMAT MUTANTS SEED GOLDENS MUTANT_FILE.
import Foundation

@testable import Imaging

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("fuzz-decoders: \(message)\n".utf8))
  exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 6, let mutants = Int(arguments[2]), let seed = UInt64(arguments[3]) else { fail("run Scripts/fuzz-decoders") }
let name = arguments[1]
let format: ImageFormat = name == "jpeg" ? .jpeg : .png
let goldens = URL(fileURLWithPath: arguments[4])
let mutantFile = arguments[5]

var originals: [[UInt8]] = []
for folder in ["decode", "orientation"] {
  let files = try FileManager.default.contentsOfDirectory(atPath: goldens.appendingPathComponent(folder).path).sorted()
  for file in files where file.hasSuffix(name == "jpeg" ? ".jpg" : ".png") {
    originals.append(Array(try Data(contentsOf: goldens.appendingPathComponent(folder).appendingPathComponent(file))))
  }
}

let kept = open(mutantFile, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
var mutator = Mutator(originals, format: format, seed: seed)
var tally = MutationTally()
let start = ContinuousClock.now
for index in 0..<mutants {
  let mutant = mutator.next()
  // Written first, so that a crash leaves its cause behind.
  guard pwrite(kept, mutant, mutant.count, 0) == mutant.count, ftruncate(kept, mutant.count) == 0 else {
    fail("\(mutantFile) cannot be written")
  }
  if let problem = tally.decode(mutant) { fail("mutant \(index) of seed \(seed): \(problem); it is in \(mutantFile)") }
}
try FileManager.default.removeItem(atPath: mutantFile)
print("\(name): \(mutants) mutants of \(originals.count) files in \(ContinuousClock.now - start): \(tally)")

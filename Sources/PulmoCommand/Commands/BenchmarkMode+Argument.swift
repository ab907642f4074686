public import ArgumentParser
public import PulmoKit

extension NetworkBenchmark.Mode: ExpressibleByArgument {}

import Foundation

/// What the fuzzer calls with each input that it makes: one entrance for what strangers send, chosen by the environment.
/// An input may be refused; it may not end the process, take long, or use much memory. `scripts/fuzz` builds and runs it.
enum Fuzz {
  static let entrance: Entrance = {
    let name = ProcessInfo.processInfo.environment["CASUSREGIE_FUZZ"] ?? ""
    guard let entrance = Entrance(rawValue: name) else {
      // Without an entrance nothing would be tried, and that would look like success.
      fatalError("CASUSREGIE_FUZZ must be one of \(Entrance.allCases.map(\.rawValue))")
    }
    return entrance
  }()
}

@_cdecl("LLVMFuzzerTestOneInput")
public func tryOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  Fuzz.entrance.take(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

import Foundation
import StrictJSON

/// Which events were handled, and which numbers are missing: what a client keeps.
struct EventState: Codable {
  var ids: [String] = []
  var epoch = "", last = 0
  var begin: Int?  // with which number the epoch began
  var missing: [Int: Double] = [:]  // since when, in seconds since 1970
  /// Notes numbers that are missing, within an epoch, and returns those that have been for five minutes.
  mutating func count(_ event: JSON) -> [Int] {
    func number(_ name: String) -> Int? { event[name]?.string.flatMap(Int.init) }
    let (begin, now) = (number("tijdperkbegin") ?? 1, Date().timeIntervalSince1970)
    // A «stand» says how far we were told, and has no number of its own.
    let told = if case .integer(let last)? = event["data"]?["laatste"] { Int(last) } else { 0 }
    let end = number("sequence") ?? told + 1
    if let named = event["tijdperk"]?.string, named > epoch {
      // The first time we begin with what there is; later, what the former epoch still owed us is missing.
      missing = missing.filter { $0.key < begin }
      if !epoch.isEmpty { for owed in last + 1..<max(last + 1, begin) { missing[owed] = now } }
      last = epoch.isEmpty ? end - 1 : begin - 1
      (epoch, self.begin) = (named, last + 1)
    }
    if event["tijdperk"]?.string == epoch {
      for between in last + 1..<max(last + 1, end) { missing[between] = now }
      last = max(last, number("sequence") ?? told)
    }
    // From where the epoch began on, the number of a former one is another event's.
    if let counted = number("sequence"), event["tijdperk"]?.string == epoch || counted < self.begin ?? 0 {
      missing[counted] = nil
    }
    defer { missing = missing.filter { $0.value >= now - 300 } }
    return missing.filter { $0.value < now - 300 }.keys.sorted()
  }
}

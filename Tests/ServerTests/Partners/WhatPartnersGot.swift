import Foundation

/// All that a partner got of the cases that are looked at, by the values in it: of which cases it got each.
///
/// Left out is what the documents leave to partners: the order in which their events came (`sequence`, which counts 1, 2, 3 for each by itself),
/// and the moments of what they may both read (decision 0035): when the last step was of which one was told, and when a term began.
struct WhatPartnersGot {
  private static let leftOut: Set = ["sequence", "gewijzigdTijdstip", "begonnenTijdstip"]
  /// Of journal entries.
  private(set) var moments: Set<String> = []
  private(set) var count = 0
  private var cases: [String: Set<Int>] = [:]
  private var casesOfMoments: [String: Set<Int>] = [:]

  /// - Parameters:
  ///   - text: of one message or answer.
  ///   - numbers: of the cases, by the ids under which this partner knows them.
  ///   - isJournal: whether the moments in it are those of journal entries.
  mutating func add(_ text: String, _ numbers: [String: Int], isJournal: Bool = false) {
    let words = Self.words(text)
    // One about no case that is looked at.
    guard let number = words.lazy.compactMap({ numbers[$0] }).first else { return }
    count += 1
    var name = ""
    for word in words {
      if isJournal, name == "tijdstip" { moments.insert(word) }
      if !Self.leftOut.contains(name) {
        if Self.isMoment(word) {
          casesOfMoments[word, default: []].insert(number)
        } else {
          cases[word, default: []].insert(number)
        }
      }
      name = word
    }
  }

  /// The cases of which it got each value that is no moment, and every twelve characters in a row of one.
  func casesByValue() -> [String: Set<Int>] {
    var all = cases
    for (word, numbers) in cases where word.utf8.count > 12 {
      let bytes = Array(word.utf8)
      for start in 0...bytes.count - 12 {
        all[String(decoding: bytes[start..<start + 12], as: UTF8.self), default: []].formUnion(numbers)
      }
    }
    return all
  }

  /// The cases of which it got each moment, its hour, and its time.
  /// - Parameter common: moments that are left out.
  func casesByMoment(without common: Set<String>) -> [String: Set<Int>] {
    var all: [String: Set<Int>] = [:]
    for (moment, numbers) in casesOfMoments where !common.contains(moment) {
      for value in [moment, String(moment.prefix(13)), String(moment.dropFirst(11))] {
        all[value, default: []].formUnion(numbers)
      }
    }
    return all
  }

  /// `2026-11-30T09:15:00.000123Z`, or with a distance from UTC.
  private static func isMoment(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    return bytes.count >= 20 && bytes[4] == UInt8(ascii: "-") && bytes[10] == UInt8(ascii: "T")
      && bytes[13] == UInt8(ascii: ":")
  }

  /// Names, values, and parts of addresses.
  private static func words(_ text: String) -> [String] {
    text.utf8.split { !isOfWord($0) }.map { part in
      String(decoding: part.drop { $0 == UInt8(ascii: ":") }, as: UTF8.self)
    }.filter { !$0.isEmpty }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "+"), 0x80...: true
    default: false
    }
  }
}

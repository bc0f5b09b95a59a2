import CaseCore
import StoreBase

/// An entry with which a case went over from one organisation to another that it was merged into.
struct CaseMerger {
  let revision: Int64
  let former: String
  let successor: String

  /// - Returns: `nil` for any other entry.
  init?(revision: Int64, kind: String, name: String) {
    let words = name.split(separator: " ").map(String.init)
    guard kind == "merger", words.count == 2 else { return nil }
    (self.revision, former, successor) = (revision, words[0], words[1])
  }

  init?(_ row: JournalRow) { self.init(revision: row.revision, kind: row.kind, name: row.name) }
}

extension [CaseMerger] {
  /// The organisations in whose place another came in the case, one after another. Whoever had left before could read nothing any more, so
  /// nobody comes in its place: a former took part until the very entry with which it was merged.
  func predecessors(of organisation: String, in instance: Case) -> Set<String> {
    var names: Set = [organisation]
    for merger in sorted(by: { $0.revision > $1.revision }) where names.contains(merger.successor) {
      let tookPart = instance.instances.contains { _, part in
        part.parties.contains { $0.organisation == merger.former && $0.until == merger.revision }
      }
      if tookPart { names.insert(merger.former) }
    }
    return names.subtracting([organisation])
  }
}

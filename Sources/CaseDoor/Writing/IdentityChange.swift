import CaseCore
import Foundation
import OrderedCollections
import Postgres
import StoreBase

/// What a step changes in what other cases about the same person find its case by: see ``StoreBase/IdentityMark``.
struct IdentityChange {
  enum Effect {
    /// From here on it is found by this, encrypted.
    case keeps(Data)
    /// It is found no more.
    case ends
    /// People decided to ask at once.
    case asks
  }

  let caseID: UUID
  /// The identity of the workflow; `nil` for all that there are.
  let subject: String?
  let effect: Effect

  var asks: Bool { if case .asks = effect { true } else { false } }

  /// The mark of a case that is destroyed goes with the key.
  /// - Parameters:
  ///   - state: of the case before the decisions; `nil` for a new one.
  ///   - workflow: the version that the case follows in the end.
  static func all(
    _ decisions: [Decision],
    before state: String?,
    workflow: Workflow,
    cipher: CaseCipher,
    keyring: Keyring
  ) throws(StoreError) -> [IdentityChange] {
    guard let last = decisions.last, !last.erases else { return [] }
    if workflow.matches.isEmpty {
      let isMoved = decisions.contains { $0.entry.isUpgrade }
      return isMoved ? [IdentityChange(caseID: cipher.caseID, subject: nil, effect: .ends)] : []
    }
    var changes: [IdentityChange] = []
    for (subject, match) in workflow.matches {
      let isIn = match.states.contains(last.result.state)
      let mark = decisions.last { $0.entry.records(match) }.map { decision in
        IdentityMark(decision.entry.person(match), subject: subject, workflow: workflow.key, keyring: keyring)
      }
      func add(_ effect: Effect) {
        changes.append(IdentityChange(caseID: cipher.caseID, subject: subject, effect: effect))
      }
      if isIn, let mark, !mark.isEmpty {
        add(.keeps(try mark.sealed(by: cipher)))
      } else if mark != nil || !isIn && (last.result.state != state || decisions.contains { $0.entry.isUpgrade }) {
        add(.ends)
      }
      if isIn, last.asks.contains(subject) { add(.asks) }
    }
    return changes
  }

  // MARK: - Rows

  static func statements(_ changes: [IdentityChange]) -> [Statement] {
    let (ending, kept, asking) = changes.reduce(
      into: ([IdentityChange](), [(UUID, String?, Data)](), [IdentityChange]())
    ) {
      switch $1.effect {
      case .ends: $0.0.append($1)
      case .keeps(let content): $0.1.append(($1.caseID, $1.subject, content))
      case .asks: $0.2.append($1)
      }
    }
    var statements: [Statement] = []
    if !ending.isEmpty {
      statements.append(end.bind { binds in bind(ending.map(\.caseID), ending.map(\.subject), to: &binds) })
    }
    if !kept.isEmpty {
      statements.append(
        keep.bind { binds in
          bind(kept.map(\.0), kept.map(\.1), to: &binds)
          binds.append(kept.map(\.2))
        }
      )
    }
    if !asking.isEmpty {
      statements.append(ask.bind { binds in bind(asking.map(\.caseID), asking.map(\.subject), to: &binds) })
    }
    return statements
  }

  private static func bind(_ cases: [UUID], _ subjects: [String?], to binds: inout Binds) {
    binds.append(cases)
    binds.append(subjects)
  }

  private static let end = PreparedQuery(
    """
    delete from identity_mark m using unnest($1::uuid[], $2::text[]) c (case_id, subject)
    where m.case_id = c.case_id and (c.subject is null or m.subject = c.subject)
    """
  )
  private static let keep = PreparedQuery(
    """
    insert into identity_mark (case_id, subject, content)
    select * from unnest($1::uuid[], $2::text[], $3::bytea[])
    on conflict (case_id, subject) do update set content = excluded.content
    """
  )
  private static let ask = PreparedQuery(
    """
    insert into identity_mark (case_id, subject, asked)
    select case_id, subject, true from unnest($1::uuid[], $2::text[]) c (case_id, subject)
    on conflict (case_id, subject) do update set asked = true
    """
  )
}

extension Entry {
  fileprivate var isUpgrade: Bool { if case .upgraded = cause { true } else { false } }

  /// Whether it records who the case is about.
  fileprivate func records(_ match: IdentityMatch) -> Bool { child == nil && cause == .command(match.command) }

  fileprivate func person(_ match: IdentityMatch) -> RecordedPerson {
    func text(_ name: String) -> String? { if case .text(let text)? = fields[name] { text } else { nil } }
    var born: CivilDate?
    if case .date(let date)? = fields[match.born] { born = date }
    return RecordedPerson(
      surname: text(match.surname) ?? "",
      prefix: text(match.prefix),
      given: text(match.given),
      initials: text(match.initials),
      born: born
    )
  }
}

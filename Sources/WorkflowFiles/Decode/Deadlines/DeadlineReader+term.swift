import CaseCore
import DutchMessages

extension DeadlineReader {
  func term(_ group: GroupReader) -> Deadline.Term? {
    if let until = group.optional("until") {
      for key in ["length", "kind"] { group.optional(key)?.fault("«\(key)» gaat niet samen met «until».") }
      return until.name().map(Deadline.Term.fact)
    }
    // Both are read before one may be missing, so that all faults are reported.
    let (length, kind) = (group.required("length")?.length(), group.required("kind")?.word(DeadlineKind.self))
    guard let length, let kind else { return nil }
    do { return .length(try DeadlineRule(length: length, kind: kind)) } catch {
      group.optional("length")?.fault(error.dutch)
      return nil
    }
  }
}

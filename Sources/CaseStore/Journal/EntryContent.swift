package import CaseCore

/// The part of a journal entry that says something about a person, and the person who made it: encrypted, always.
package struct EntryContent: Hashable {
  package var subject: String?
  package var fields: [String: Value]
  package var changes: [Change]

  package init(subject: String?, fields: [String: Value], changes: [Change]) {
    self.subject = subject
    self.fields = fields
    self.changes = changes
  }
}

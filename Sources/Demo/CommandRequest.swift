import CaseCore
import Foundation
import OrderedCollections
import StrictJSON

/// A command that a person gives, whichever way it goes.
struct CommandRequest: Sendable {
  /// Under which it has one effect, however often it is given.
  let id = UUID()
  let person: Actor
  /// The case, by the id under which the person's organisation knows it; `nil` for one that begins.
  let subject: String?
  let body: JSON

  /// - Parameters:
  ///   - child: the part of the case that it is for; `nil` for the case itself.
  ///   - workflow: the key of the one that a case begins by.
  init(
    _ name: String,
    child: String?,
    ground: String?,
    fields: JSON,
    on subject: String?,
    of workflow: String,
    by person: Actor
  ) {
    (self.person, self.subject) = (person, subject)
    var body: OrderedDictionary<String, JSON> = ["opdracht": .string(name), "velden": fields]
    if let child { body["onderdeel"] = .string(child) }
    if let ground { body["grondslag"] = .string(ground) }
    if subject == nil { body["werkstroom"] = .string(workflow) }
    self.body = .object(body)
  }
}

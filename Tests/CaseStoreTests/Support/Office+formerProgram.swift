import Postgres
import TestOffice

extension Office {
  /// From here on cases are written as a program of before V0036 writes them beside a newer one: by the function that does not take the day
  /// on which a state began. The name of the present function leads there, and what it had is left out.
  func writeAsFormerProgram() async throws {
    try await tamper(
      """
      do $body$
      declare
        former text := (select pg_get_functiondef(oid) from pg_proc where proname = 'write_cases' and pronargs = 74);
        present regprocedure := (select oid from pg_proc where proname = 'write_cases' and pronargs = 75);
        types text := (select oidvectortypes(proargtypes) from pg_proc where oid = present);
        passed text := (select string_agg('$' || number, ', ' order by number) from generate_series(1, 74) number);
      begin
        execute format('alter function %s rename to write_present', present);
        execute replace(former, 'perform write_cases(', 'perform write_present(');
        execute format(
          'create function write_cases(%s) returns void language sql as $sql$ select write_cases(%s) $sql$', types, passed
        );
      end
      $body$
      """
    )
  }
}

-- From here on a version counts only when the journal of the directory has a sealed entry of it; the program that carries this step out seals
-- those of before (decision 0054).

comment on table workflow_version is
  'A row counts only with its sealed entry in directory_journal, which rests on an approval, on the founding of the installation, or on V0035.';

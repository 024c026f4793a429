"""What people look over before an edition is kept: a workbook to fill in, a form to sign."""

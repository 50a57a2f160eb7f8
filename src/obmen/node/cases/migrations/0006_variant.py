from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_given_numbers")]

    operations = [
        migrations.RenameField(model_name="casedocument", old_name="part", new_name="variant"),
        migrations.AlterField(
            model_name="casedocument", name="variant", field=models.CharField(blank=True, max_length=20)
        ),
    ]
